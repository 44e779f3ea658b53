import Admin
import Browsers
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Scenarios
import Synchronization

/// What the control plane acts on: all worlds and all scenarios of this process.
struct ControlPlane: ControlledWorlds, Sendable {
    let worldTable: Worlds
    private let scenarioStore: ScenarioStore
    private let settings: StartingPoint.Settings
    let delivery: CallbackDelivery
    /// Answers what the control plane itself asks the vendors.
    private let vendors: VendorDispatch
    private let events: EventHub
    private let requestMetrics: RequestMetrics
    private let deliveryMetrics: DeliveryMetrics
    private let connections: ConnectionCounter
    private let bodyBudget: ByteBudget
    let commit: String?
    private let began = ContinuousClock.now

    init(
        worlds: Worlds, scenarioStore: ScenarioStore, settings: StartingPoint.Settings, delivery: CallbackDelivery,
        vendors: VendorDispatch, events: EventHub, requestMetrics: RequestMetrics, deliveryMetrics: DeliveryMetrics,
        connections: ConnectionCounter, bodyBudget: ByteBudget, commit: String?
    ) {
        worldTable = worlds
        self.scenarioStore = scenarioStore
        self.settings = settings
        self.delivery = delivery
        self.vendors = vendors
        self.events = events
        self.requestMetrics = requestMetrics
        self.deliveryMetrics = deliveryMetrics
        self.connections = connections
        self.bodyBudget = bodyBudget
        self.commit = commit
    }

    /// The scenarios that there are at the moment.
    var catalog: ScenarioCatalog { scenarioStore.catalog }

    var version: String { DrydockVersion.current }

    var uptime: TimeSpan {
        let (seconds, attoseconds) = (ContinuousClock.now - began).components
        return .milliseconds(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    func world(_ name: WorldName) throws(ControlRefusal) -> any ControlledWorld { try enter(name) }

    var worlds: [WorldReport] {
        let sleepers = worldTable.outlines.map { sleeper, outline in
            WorldReport(
                name: sleeper.name, scenarioName: outline.scenarioName,
                now: outline.clock.now(wall: worldTable.factory.wall.now), mode: outline.clock.mode)
        }
        // One that was entered meanwhile is listed as what it is now.
        let awake = worldTable.all
        let names = Set(awake.map(\.name))
        var reports = awake.map { WorldReport($0) } + sleepers.filter { !names.contains($0.name) }
        worldTable.table.withLock { table in
            for index in reports.indices { reports[index].mark = table.mark(of: reports[index].name) }
        }
        return reports.sorted { $0.name.description < $1.name.description }
    }

    var setAside: [SetAsideWorld] { worldTable.setAside }

    func drop(_ name: WorldName) -> Bool { worldTable.drop(name) }

    func mark(_ world: WorldName, _ mark: TestMark) -> Bool {
        worldTable.table.withLock { $0.mark(world, mark) }
    }

    func reset(_ name: WorldName) throws(ControlRefusal) {
        do throws(WorldRefusal) { try worldTable.reset(name) } catch { throw ControlRefusal(error) }
    }

    /// The world of this name, made at its first use.
    func enter(_ name: WorldName) throws(ControlRefusal) -> World {
        do throws(WorldRefusal) { return try worldTable.world(name) } catch { throw ControlRefusal(error) }
    }

    /// The world of this name; without one, that which issued the first of `credentials` that was issued at all.
    func enter(_ name: WorldName?, or credentials: [String]) throws(ControlRefusal) -> World {
        if let name { return try enter(name) }
        do throws(WorldRefusal) {
            for credential in credentials {
                if let world = try worldTable.world(thatIssued: credential) { return world }
            }
        } catch {
            throw ControlRefusal(error)
        }
        return try enter(.default)
    }

    var scenarios: [ScenarioSummary] { catalog.summaries }

    var scenarioComplaints: [String] { scenarioStore.complaints }

    func load(scenario name: String, into world: WorldName) throws {
        try load(into: world) { () throws(StartRefusal) in try catalog.scenario(named: name) }
    }

    func load(document: String, into world: WorldName) throws {
        try load(into: world) { () throws(StartRefusal) in try catalog.scenario(document: document) }
    }

    var scenarioSchema: String { catalog.schema }

    var faq: FAQCatalog {
        get throws { try FAQDocuments.catalog.get() }
    }

    var operations: [Endpoint] { Drydock.operations }

    var operationTable: [KnownOperation] { OperationsTable().rows }

    var outgoingOperations: [OutgoingOperation] { Drydock.outgoingOperations }

    func openAPI(of vendor: String) -> String? { VendorKind.all.first { $0.name == vendor }?.openAPI }

    private func load(into world: WorldName, _ read: () throws(StartRefusal) -> Scenario) throws {
        let start: StartingPoint
        do throws(StartRefusal) {
            start = StartingPoint(try read(), settings: settings)
        } catch {
            throw ControlRefusal(
                .unprocessableContent, "The scenario cannot be loaded: \(error.complaints.first ?? "")",
                code: ControlReason.scenarioInvalid, complaints: error.complaints)
        }
        do throws(WorldRefusal) { try worldTable.load(start, into: world) } catch { throw ControlRefusal(error) }
    }
}

// MARK: - Exchanges of Drydock's own

extension ControlPlane {
    func answer(_ head: HTTPRequest, body: ByteBuffer) async -> MadeExchange {
        await vendors.answer(head, body: body)
    }

    func ownOrigin(asSeenBy exchange: Exchange) -> Origin { vendors.ownOrigin(asSeenBy: exchange) }
}

// MARK: - Rules

extension ControlPlane: ControlledRules {
    func readRule(_ text: String) throws -> Rule {
        try refusing("The rule cannot be used", code: ControlReason.ruleInvalid) { () throws(StartRefusal) in
            try catalog.rule(text)
        }
    }

    func read<Document: Decodable>(_ text: String, patterns: (Document) -> [RequestPattern]) throws -> Document {
        try refusing("The body cannot be understood", code: CommonReason.bodyInvalid) { () throws(StartRefusal) in
            try catalog.read(text, patterns: patterns)
        }
    }

    private func refusing<Value>(
        _ words: String, code: some ReasonCode, _ read: () throws(StartRefusal) -> Value
    ) throws -> Value {
        do throws(StartRefusal) {
            return try read()
        } catch {
            throw ControlRefusal(
                .unprocessableContent, "\(words): \(error.complaints.joined(separator: "; "))", code: code,
                complaints: error.complaints)
        }
    }
}

// MARK: - Events

extension ControlPlane {
    func subscribe(to world: WorldName, after number: Int?) throws(ControlRefusal) -> any EventSubscription {
        let subscription: WorldSubscription?
        do throws(WorldRefusal) {
            subscription = try WorldSubscription(to: world, in: worldTable, hub: events, after: number)
        } catch {
            throw ControlRefusal(error)
        }
        guard let subscription else {
            throw ControlRefusal(
                .serviceUnavailable, "\(events.count) clients listen to events already, as many as may",
                code: ControlReason.eventsTooMany)
        }
        return subscription
    }
}

// MARK: - Metrics

extension ControlPlane {
    var metrics: MetricsReport {
        MetricsReport(
            requests: requestMetrics.counts, deliveries: deliveryMetrics.counts, worlds: worldTable.count,
            connections: connections.open, bodyBytes: bodyBudget.used, fileBytes: worldTable.factory.files.used,
            journalBytes: worldTable.factory.journalBudget.used,
            journalDrops: worldTable.factory.journalBudget.dropped,
            snapshots: worldTable.snapshotCount, listeners: events.count, browsers: worldTable.browsers?.count ?? 0,
            processStart: settings.processStart,
            version: version)
    }
}
