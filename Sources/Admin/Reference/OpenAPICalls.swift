import HTTPTypes
import KernelHTTP

/// `/openapi.yaml` and `/openapi/{document}`
enum OpenAPICalls {
    @Sendable static func own(_ call: ControlCall) -> Reply {
        yaml(String(decoding: PackageResources.control_yaml, as: UTF8.self))
    }

    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        let document = call.parameter("document")
        let vendor = document.hasSuffix(".yaml") ? String(document.dropLast(".yaml".count)) : document
        if vendor == "control" { return own(call) }
        guard let text = call.worlds.openAPI(of: vendor) else {
            throw ControlRefusal(
                .notFound, "There is no OpenAPI description \(document); anchor.yaml and control.yaml are",
                code: "openapi.unknown")
        }
        return yaml(text)
    }

    private static func yaml(_ text: String) -> Reply {
        .text(.ok, text, contentType: "application/yaml")
    }
}
