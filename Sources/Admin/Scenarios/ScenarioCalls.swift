import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// `/scenarios`, `/scenario` and `/scenario.schema.json`
enum ScenarioCalls {
    @Sendable static func list(_ call: ControlCall) -> Reply {
        .json(.ok, ScenarioList(scenarios: call.worlds.scenarios, complaints: call.worlds.scenarioComplaints))
    }

    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        .json(.ok, WorldScenario(try call.world()))
    }

    @Sendable static func load(_ call: ControlCall) throws -> Reply {
        let name = try call.worldName()
        let order = try ScenarioOrder(
            contentType: call.exchange.head.headerFields[.contentType],
            body: Array(call.exchange.body.readableBytesView))
        switch order {
        case .named(let scenario): try call.worlds.load(scenario: scenario, into: name)
        case .document(let text): try call.worlds.load(document: text, into: name)
        }
        return .json(.ok, WorldScenario(call.worlds.world(name)))
    }

    @Sendable static func schema(_ call: ControlCall) -> Reply {
        .text(.ok, call.worlds.scenarioSchema, contentType: "application/schema+json")
    }
}
