import HTTPTypes
package import Kernel
import KernelHTTP
import NIOCore

/// The calls on scenarios: `/scenarios`, `/scenario` and `/scenario.schema.json`.
enum ScenarioController {
    static let routes: [Route<ControlContext>] = [
        .control("listScenarios", .get, "/scenarios", "Lists the scenarios", workload: .long, handle: list),
        .control("getScenario", .get, "/scenario", "Tells a world's scenario", workload: .long, handle: read),
        .control(
            "loadScenario", .put, "/scenario", "Starts a world anew from a scenario", workload: .long, handle: load),
        .control(
            "getScenarioSchema", .get, "/scenario.schema.json", "The JSON Schema of scenario files", workload: .long,
            handle: schema),
    ]

    @Sendable private static func list(_ call: ControlCall) -> Reply {
        .json(.ok, ScenarioList(scenarios: call.worlds.scenarios, complaints: call.worlds.scenarioComplaints))
    }

    @Sendable private static func read(_ call: ControlCall) throws -> Reply {
        .json(.ok, WorldScenario(try call.world()))
    }

    @Sendable private static func load(_ call: ControlCall) throws -> Reply {
        let name = try call.worldName()
        let selection = try ScenarioSelection(
            contentType: call.exchange.head.headerFields[.contentType],
            body: Array(call.exchange.body.readableBytesView))
        switch selection {
        case .named(let scenario): try call.worlds.load(scenario: scenario, into: name)
        case .document(let text): try call.worlds.load(document: text, into: name)
        }
        return .json(.ok, WorldScenario(try call.worlds.world(name)))
    }

    @Sendable private static func schema(_ call: ControlCall) -> Reply {
        .text(.ok, call.worlds.scenarioSchema, contentType: "application/schema+json")
    }
}

/// Which scenario a call wants: one by its name, `{"name": …}` and nothing else, or a whole one as JSON or YAML.
private enum ScenarioSelection: Equatable {
    case named(String)
    case document(String)

    /// A body that says it is JSON must be JSON; any other one is taken for YAML unless it is a JSON object.
    init(contentType: String?, body: [UInt8]) throws {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw ControlRefusal(.badRequest, "The scenario is not UTF-8", code: ControlReason.bodyNotUTF8)
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw ControlRefusal(
                .badRequest, "The body is empty; send {\"name\": …} or a whole scenario as JSON or YAML",
                code: ControlReason.scenarioMissing)
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

/// The scenarios that can be loaded by name.
private struct ScenarioList: JSONWritable {
    let scenarios: [ScenarioSummary]
    /// Why edited files are not in use.
    let complaints: [String]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("scenarios", scenarios)
            json.member("complaints", complaints)
        }
    }
}

/// A scenario that can be loaded by name.
package struct ScenarioSummary: Sendable {
    /// What it is called.
    package let name: String
    /// What it is for, in one line.
    package let title: String

    /// A scenario with its title.
    package init(name: String, title: String) {
        self.name = name
        self.title = title
    }
}

extension ScenarioSummary: JSONWritable {
    /// `{name, title}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("title", title)
        }
    }
}
