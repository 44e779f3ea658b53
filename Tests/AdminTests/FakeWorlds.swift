import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Synchronization

/// Worlds that remember what was asked of them.
final class FakeWorlds: ControlledWorlds, Sendable {
    private struct State {
        var worlds: [WorldName: FakeWorld] = [:]
        var log: [String] = []
    }

    private let state = Mutex(State())

    let version = "1.2.3"
    let uptime = TimeSpan.milliseconds(1500)
    let scenarios = [ScenarioSummary(name: "default", title: "Nothing special")]
    let scenarioComplaints = ["shop.yaml:1:1: unknown key `titel`; did you mean `title`?"]
    let scenarioSchema = "{\"type\":\"object\"}"
    let faq = FAQCatalog.shipped
    let operations = [
        Endpoint("anchor.createSession", .post, "/v1/sessions", "Starts a browser", choice: "Ours"),
        Endpoint("anchor.takeScreenshot", .get, "/v1/sessions/{id}/screenshot", "A picture", coverage: .notImplemented),
    ]

    init(_ worlds: [FakeWorld] = [FakeWorld(.default)]) {
        state.withLock { state in
            for world in worlds { state.worlds[world.name] = world }
        }
    }

    /// What was asked, in order.
    var log: [String] { state.withLock { $0.log } }

    var worlds: [any ControlledWorld] {
        state.withLock { $0.worlds.values.sorted { $0.name.description < $1.name.description } }
    }

    func world(_ name: WorldName) -> any ControlledWorld {
        state.withLock { state in
            let world = state.worlds[name] ?? FakeWorld(name)
            state.worlds[name] = world
            return world
        }
    }

    func world(thatIssued credential: String) -> (any ControlledWorld)? { nil }

    func drop(_ name: WorldName) -> Bool { state.withLock { $0.worlds.removeValue(forKey: name) != nil } }

    func reset(_ name: WorldName) { note("reset \(name)") }

    func load(scenario name: String, into world: WorldName) throws { note("load \(name) into \(world)") }

    func load(document: String, into world: WorldName) throws {
        guard !document.contains("broken") else {
            throw ControlRefusal(
                .unprocessableContent, "The scenario cannot be loaded", code: ControlReason.scenarioInvalid,
                complaints: ["inline:1:3: one", "inline:2:5: two"])
        }
        note("load document \(document) into \(world)")
    }

    func openAPI(of vendor: String) -> String? { vendor == "anchor" ? "openapi: 3.1.0" : nil }

    func completeIdentityToken(_ token: String, in world: WorldName?, fields: Fields) async throws -> JSONValue {
        note("complete \(token) in \(world?.description ?? "its world")")
        return [
            "world": .string(world?.description ?? "default"), "identityId": .null, "reason": .null,
            "callback": .string(try fields.optional("outcome") ?? "success"),
        ]
    }

    let linkMembers = ["app", "appUserId", "outcome"]

    func completeLink(in world: WorldName?, fields: Fields) async throws -> JSONValue {
        let app: String = try fields.required("app")
        note("link \(app) in \(world?.description ?? "its world")")
        return [
            "world": .string(world?.description ?? "default"), "app": .string(app), "appUserId": "ada", "anonId": .null,
            "sessionId": .null, "redirect": .null, "reason": .null,
        ]
    }

    func credentials(in world: WorldName, at origin: Origin) async -> JSONValue {
        ["world": .string(world.description), "variables": ["ANON_API_URL": .string(origin.url)]]
    }

    let tokenMembers = ["subject", "mistake"]

    func signToken(in world: WorldName, fields: Fields) async throws -> JSONValue {
        note("sign for \(try fields.optional("subject") ?? "nobody") in \(world)")
        return ["world": .string(world.description), "token": "a.b.c", "algorithm": "RS256", "mistake": .null]
    }

    func note(_ line: String) { state.withLock { $0.log.append(line) } }
}
