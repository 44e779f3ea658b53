import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Scenarios
import Synchronization

/// Worlds that remember what was asked of them.
final class FakeWorlds: ControlledWorlds, Sendable {
    private struct State {
        var worlds: [WorldName: FakeWorld] = [:]
        var log: [String] = []
        var told: JournalEntry?
        var lists: [ObjectList] = []
        var marks: [WorldName: TestMark] = [:]
    }

    private let state = Mutex(State())

    let version = "1.2.3"
    let commit: String?
    let uptime = TimeSpan.milliseconds(1500)
    let scenarios = [ScenarioSummary(name: "default", title: "Nothing special")]
    let scenarioComplaints = ["shop.yaml:1:1: unknown key `titel`; did you mean `title`?"]
    let setAside: [SetAsideWorld]
    let scenarioSchema = "{\"type\":\"object\"}"
    let faq = FAQCatalog.shipped
    let operations = [
        Endpoint("anchor.createSession", .post, "/v1/sessions", "Starts a browser", choice: "Ours"),
        Endpoint("anchor.takeScreenshot", .get, "/v1/sessions/{id}/screenshot", "A picture", coverage: .canned),
    ]
    var operationTable: [KnownOperation] {
        operations.map { KnownOperation(endpoint: $0, source: "anchor.md 4", clients: ["curl"]) }
    }

    init(_ worlds: [FakeWorld] = [FakeWorld(.default)], setAside: [SetAsideWorld] = [], commit: String? = nil) {
        self.setAside = setAside
        self.commit = commit
        state.withLock { state in
            for world in worlds { state.worlds[world.name] = world }
        }
    }

    /// An exchange that listeners are told of besides.
    var told: JournalEntry? {
        get { state.withLock { $0.told } }
        set { state.withLock { $0.told = newValue } }
    }

    /// What the vendors hold, in every world.
    var lists: [ObjectList] {
        get { state.withLock { $0.lists } }
        set { state.withLock { $0.lists = newValue } }
    }

    /// What was asked, in order.
    var log: [String] { state.withLock { $0.log } }

    var worlds: [WorldReport] {
        state.withLock { state in
            state.worlds.values.sorted { $0.name.description < $1.name.description }.map { world in
                var report = WorldReport(world)
                report.mark = state.marks[world.name]
                return report
            }
        }
    }

    func world(_ name: WorldName) -> any ControlledWorld {
        state.withLock { state in
            let world = state.worlds[name] ?? FakeWorld(name)
            state.worlds[name] = world
            return world
        }
    }

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

// MARK: - Events

/// Events that are known beforehand: one batch, then the end.
extension FakeWorlds {
    private final class Subscription: EventSubscription {
        private let events: AsyncStream<[ServerEvent]>

        init(_ batch: [ServerEvent]) {
            let (events, continuation) = AsyncStream.makeStream(of: [ServerEvent].self)
            continuation.yield(batch)
            continuation.finish()
            self.events = events
        }

        func next() async -> [ServerEvent]? {
            var iterator = events.makeAsyncIterator()
            return await iterator.next()
        }
    }

    func subscribe(
        to world: WorldName, after number: Int?
    ) throws(ControlRefusal) -> any EventSubscription {
        guard number != 99 else {
            throw ControlRefusal(.serviceUnavailable, "Too many", code: ControlReason.eventsTooMany)
        }
        let change = WorldChange(.reset, of: world, scenario: "default")
        let secret = JournalEntry.made(7, path: "/v1/sessions?apiKey=sk-secret")
        let more = told.map { [ServerEvent.request($0)] } ?? []
        return Subscription([.dropped(3), .request(secret), .world(change, newest: number ?? 0), .heartbeat] + more)
    }
}

// MARK: - Rules

extension FakeWorlds {
    private static let reader = ScenarioReader(
        format: ScenarioFormat(
            sections: [], operations: ["anchor.createSession", "anchor.takeScreenshot"],
            problems: ["anchor": ["outOfCredits", "notFound"]]),
        library: .builtIn)

    func readRule(_ text: String) throws -> Rule {
        do throws(ScenarioComplaints) {
            return try Self.reader.readRule(text, file: "rule")
        } catch {
            throw refusal(error, code: ControlReason.ruleInvalid)
        }
    }

    func read<Document: Decodable>(_ text: String, patterns: (Document) -> [RequestPattern]) throws -> Document {
        do throws(ScenarioComplaints) {
            return try Self.reader.read(text, file: "body", patterns: patterns)
        } catch {
            throw refusal(error, code: CommonReason.bodyInvalid)
        }
    }

    private func refusal(_ error: ScenarioComplaints, code: some ReasonCode) -> ControlRefusal {
        ControlRefusal(
            .unprocessableContent, error.description, code: code, complaints: error.complaints.map(\.description))
    }
}

// MARK: - Snapshots

extension FakeWorlds {
    func snapshots(of world: WorldName) -> [SnapshotReport] { [report("snapshot-1", world)] }

    func takeSnapshot(of world: WorldName, as id: String?) throws -> SnapshotReport {
        note("take \(id ?? "a snapshot") of \(world)")
        return report(id ?? "snapshot-1", world)
    }

    func exportSnapshot(_ id: String, of world: WorldName) throws -> [UInt8] {
        guard id == "snapshot-1" else {
            throw ControlRefusal(.notFound, "No \(id)", code: ControlReason.snapshotUnknown)
        }
        return Array("{\"drydockSnapshot\":1}".utf8)
    }

    func importSnapshot(_ document: [UInt8], into world: WorldName?, as id: String?) throws -> SnapshotReport {
        note("import \(String(decoding: document, as: UTF8.self)) into \(world?.description ?? "its world")")
        return report(id ?? "snapshot-1", world ?? .default)
    }

    func deleteSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport {
        note("delete \(id) of \(world)")
        return report(id, world)
    }

    func restoreSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport {
        note("restore \(id) of \(world)")
        return report(id, world)
    }

    func difference(from old: String, to new: String, of world: WorldName) throws -> SnapshotDifference {
        SnapshotDifference(world: world, from: old, to: new, parts: [])
    }

    func rewind(_ world: WorldName, before number: Int) throws -> RewindReport {
        note("rewind \(world) before \(number)")
        return RewindReport(world: world, now: FakeWorld.start, requests: number - 1)
    }

    private func report(_ id: String, _ world: WorldName) -> SnapshotReport {
        SnapshotReport(id: id, world: world, scenario: "default", now: FakeWorld.start, requests: 3, objects: 9)
    }
}

// MARK: - Metrics

/// Numbers that are known beforehand.
extension FakeWorlds {
    var metrics: MetricsReport {
        var counts = RequestCounts()
        counts.note(operation: "anchor.createSession", status: 200, isRuled: false, duration: .microseconds(800))
        counts.note(operation: "anchor.createSession", status: 402, isRuled: true, duration: .milliseconds(2))
        counts.note(operation: nil, status: 404, isRuled: false, duration: .seconds(11))
        var deliveries = DeliveryCounts()
        for outcome in [DeliveryCounts.Outcome.succeeded, .rejected, .succeeded] { deliveries.note(outcome) }
        return MetricsReport(
            requests: counts, deliveries: deliveries, worlds: 2, connections: 3, bodyBytes: 8, fileBytes: 9,
            journalBytes: 4096,
            journalDrops: 5,
            snapshots: 6,
            listeners: 7, browsers: 9,
            processStart: Moment(milliseconds: 1_767_225_600_500), version: "1.2\"\\\n3")
    }
}

extension FakeWorlds: ControlledTaskResults {
    func taskResults(in _: WorldName) throws -> [JSONValue] { [] }
    func addTaskResult(_: String, in _: WorldName) throws -> JSONValue? { nil }
    func removeTaskResult(_: String, in _: WorldName) throws -> JSONValue? { nil }
    func removeTaskResults(in _: WorldName) throws -> Int { 0 }
}

// MARK: - Exchanges of Drydock's own

extension FakeWorlds: ControlledExchanges {
    func answer(_ head: HTTPRequest, body: ByteBuffer) async -> MadeExchange {
        note(
            "answer \(head.method.rawValue) \(head.path ?? head.authority ?? "") in \(head.headerFields[.drydockWorld] ?? "none")"
        )
        return MadeExchange(
            request: head, requestBody: body, response: HTTPResponse(status: .unauthorized), responseBody: ByteBuffer(),
            reason: Reason(CommonReason.pathUnknown, "<b>"), number: 1)
    }

    func ownOrigin(asSeenBy exchange: Exchange) -> Origin { exchange.origin }
}

// MARK: - Webhooks

extension FakeWorlds {
    var outgoingOperations: [OutgoingOperation] { [OutgoingOperation("anchor.deliverWebhook", "Delivers an event")] }

    func fireWebhookEvent(_ type: String, data: JSONObject, in world: WorldName) throws -> FiredEvent {
        note("fire \(type) with \(JSONWriter.text(data)) in \(world)")
        return FiredEvent(type, id: "evt_1", in: world, webhooks: 2)
    }
}

// MARK: - Objects

extension FakeWorlds {
    var objectKinds: [ObjectKind] { lists.map(\.kind) }

    func objects(of kinds: Set<ObjectKind>, most: Int, in world: WorldName) -> [ObjectList] {
        lists.filter { kinds.contains($0.kind) }.map { list in
            ObjectList(
                list.kind, count: list.count, objects: Array(list.objects.prefix(most)), actions: list.actions)
        }
    }

    func endSession(_ id: String, in world: WorldName?) throws(ControlRefusal) -> EndedSession {
        guard id != "unknown" else { throw ControlRefusal(.badRequest, "No such", code: ControlReason.worldUnknown) }
        note("end \(id) in \(world?.description ?? "its world")")
        return EndedSession(id, of: "anchor", in: world ?? .default, isEnded: true)
    }

    func answerIntervention(
        _ id: String, with response: JSONValue, in world: WorldName?
    ) throws(ControlRefusal) -> AnsweredIntervention {
        note("answer \(id) with \(JSONWriter.text(response)) in \(world?.description ?? "its world")")
        return AnsweredIntervention(id, ofSession: "s", in: world ?? .default)
    }

    func mark(_ world: WorldName, _ mark: TestMark) -> Bool {
        state.withLock { state in
            guard state.worlds[world] != nil else { return false }
            state.marks[world] = mark
            return true
        }
    }
}
