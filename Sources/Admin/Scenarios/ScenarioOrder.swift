import HTTPTypes
import Kernel

/// Which scenario a call wants: one by its name, `{"name": …}` and nothing else, or a whole one as JSON or YAML.
enum ScenarioOrder: Equatable {
    case named(String)
    case document(String)

    /// A body that says it is JSON must be JSON; any other that is no JSON object is taken for YAML.
    init(contentType: String?, body: [UInt8]) throws {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw ControlRefusal(.badRequest, "The scenario is not UTF-8", code: "body.notUTF8")
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw ControlRefusal(
                .badRequest, "The body is empty; send {\"name\": …} or a whole scenario as JSON or YAML",
                code: "scenario.missing")
        }
        let type = contentType?.prefix { $0 != ";" }.lowercased() ?? ""
        if type.contains("yaml") {
            self = .document(text)
        } else if let object = try Self.object(text, mustBeJSON: type.hasSuffix("json")) {
            self = try Self.name(in: object).map(Self.named) ?? .document(text)
        } else {
            self = .document(text)
        }
    }

    private static func object(_ text: String, mustBeJSON: Bool) throws -> JSONObject? {
        guard mustBeJSON else { return (try? JSONParser.parse(text))?.object }
        let value = try JSONParser.parse(text)
        guard let object = value.object else {
            throw FieldComplaint(field: "", problem: "must be a JSON object, not \(value.kind)")
        }
        return object
    }

    private static func name(in object: JSONObject) throws(FieldComplaint) -> String? {
        guard object.members.map(\.name) == ["name"] else { return nil }
        return try Fields(object).required("name")
    }
}
