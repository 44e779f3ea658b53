import Admin
import Anchor
import Anon
import AsyncHTTPClient
import Browsers
import Edge
import FoundationEssentials
package import Kernel
package import KernelHTTP
import Logging
import Scenarios
import ServiceLifecycle
import UnixSignals

/// The composition root: what is built, in what order, with what defaults. Read this first.
package struct Drydock: Sendable {
    private let configuration: DrydockConfiguration
    /// All worlds.
    let worlds: Worlds
    private let reclaimer: Reclaimer
    private let dispatcher: Dispatcher
    private let client: HTTPClient
    private let events = EventHub()
    private let connections = ConnectionCounter()
    private let watch: WatchService?
    private let data: CommitService?
    private let portFile: PortFile?
    private let browsers: BrowserService?
    private let webhooks: WebhookService
    private let longWork = LongWork()
    /// Of its own, because answers wait for commits.
    private let dataWork = LongWork(threads: 1, givesWay: false)

    /// Builds everything; nothing runs yet. Throws `StartRefusal` for a scenario or setting that cannot be used.
    package init(_ configuration: DrydockConfiguration) throws(StartRefusal) {
        self.configuration = configuration
        let logger = configuration.logger
        let wall = WallClock.system

        // What can be refused before anything is opened or running.
        portFile = try configuration.portFile.map { path throws(StartRefusal) in try PortFile(path, logger: logger) }
        let controlGuard = try ControlGuard(hosts: configuration.controlHosts)
        let publicOrigin = try configuration.publicURL.map(Self.origin)
        let browserOptions = try configuration.browser?.options(for: ListeningAddress(configuration.host))
        portFile?.clear()

        // Scenarios, and the worlds that begin from them.
        let catalog = try ScenarioCatalog(fixtures: configuration.fixtures, names: configuration.scenarios)
        let settings = StartingPoint.Settings(
            seed: configuration.seed, clockMode: configuration.clockMode, clockStart: configuration.clockStart,
            allowsHTTPCallbacks: configuration.allowsHTTPCallbacks, processStart: wall.now)
        let scenarioStore = ScenarioStore(
            catalog: catalog,
            start: StartingPoint(try catalog.scenario(overlaying: configuration.scenarios), settings: settings))
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .keySetDownload)
        reclaimer = Reclaimer()
        let commits = configuration.dataFile.map { _ in CommitQueue() }
        let registry = browserOptions.map { [longWork] options in
            BrowserRegistry(
                options, environment: configuration.browser?.environment ?? [:], executor: longWork, logger: logger)
        }
        browsers =
            if let browserOptions, let registry {
                BrowserService(browsers: registry, program: browserOptions.program, logger: logger)
            } else { nil }
        let deliveries = WebhookDeliveries()
        let worlds = Worlds(
            scenarioStore: scenarioStore, capacity: configuration.worldLimit,
            journalBudget: JournalBudget(bytes: configuration.journalBytes, discard: reclaimer.take(anything:)),
            wall: wall,
            keySets: KeySetDownload(client: client, timeout: configuration.keySetTimeout), reclaimer: reclaimer,
            events: events, commits: commits, files: StoredBytesBudget(limit: configuration.fileBytes),
            browsers: registry, deliveries: deliveries, logger: logger)
        self.worlds = worlds
        registry?.ask(worlds)
        do throws(StartRefusal) {
            data =
                if let path = configuration.dataFile, let commits {
                    try CommitService(
                        opening: path, queue: commits, worlds: worlds, catalog: catalog, wall: wall,
                        configuration: configuration)
                } else { nil }
        } catch {
            // A client must be shut down before it is freed, and no service will do that.
            try? client.syncShutdown()
            throw error
        }

        watch =
            configuration.watches
            ? WatchService(
                ScenarioWatch(
                    fixtures: configuration.fixtures, names: configuration.scenarios, settings: settings,
                    scenarioStore: scenarioStore, worlds: worlds, logger: logger),
                every: configuration.watchInterval)
            : nil

        // Vendors and the control plane.
        let anchor = AnchorVendor()
        let deliveryMetrics = DeliveryMetrics()
        webhooks = WebhookService(
            deliveries: deliveries,
            sender: WebhookSender(
                call: WebhookCall(client: client, timeout: configuration.webhookTimeout), vendor: anchor,
                slots: CallSlots(), events: events, commits: commits, metrics: deliveryMetrics, wall: wall,
                logger: logger))
        let anon = AnonVendor()
        let metrics = RequestMetrics()
        let bodyBudget = ByteBudget(configuration.bodyBytes)
        let vendors = VendorDispatch(
            worlds: worlds,
            anchor: VendorRouter(
                anchor, store: { $0.anchor }, rules: { $0.rules }, size: { $0.anchor.objectCount }),
            anon: VendorRouter(
                anon, store: { $0.anon }, rules: { $0.rules }, size: { $0.anon.objectCount }),
            commits: commits.map { CommitBarrier(queue: $0, worlds: worlds) },
            finish: Finish(hints: configuration.hints, events: events, metrics: metrics, logger: logger),
            publicOrigin: publicOrigin)
        let control = ControlVendor(
            ControlPlane(
                worlds: worlds, scenarioStore: scenarioStore, settings: settings,
                delivery: CallbackDelivery(client: client, timeout: configuration.callbackTimeout), vendors: vendors,
                events: events, requestMetrics: metrics, deliveryMetrics: deliveryMetrics, connections: connections,
                bodyBudget: bodyBudget, commit: configuration.commit))
        let noRules = RuleBook([])

        // The way of a request.
        dispatcher = Dispatcher(
            vendors: vendors,
            control: VendorRouter(
                control, store: { [context = control.context] _ in context }, rules: { _ in noRules }),
            controlGuard: controlGuard, browsers: registry, longWork: longWork,
            bodies: BodyReception(limit: configuration.bodyLimit, budget: bodyBudget),
            handshakes: Handshakes(configuration.tls, longWork: longWork, logger: logger),
            passesOtherHosts: configuration.passesOtherHosts)
    }

    /// Serves until SIGTERM, SIGINT or cancellation. Throws `StartRefusal` if the port cannot be had.
    ///
    /// - Parameter whenListening: called once, with the port, when the port file has it.
    package func run(
        stoppedBySignals: Bool = true, whenListening: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        defer { portFile?.withdraw() }
        let (listening, announcement) = AsyncStream.makeStream(of: Int.self)
        let listener = Listener(
            responder: dispatcher, address: ListeningAddress(configuration.host), port: configuration.port,
            limits: configuration.edgeLimits, connections: connections, bodies: dispatcher.bodies.budget,
            tunnels: dispatcher, tls: dispatcher, logger: configuration.logger
        ) { [portFile] port in
            try portFile?.announce(port)
            announcement.yield(port)
        }
        // Services stop from the last to the first: those on the threads for long work before these end.
        var services = [
            Self.service("long work", longWork), Self.service("data work", dataWork),
            Self.service("reclaimer", ServiceOfLongWork(reclaimer, on: longWork)),
            Self.service("http client", HTTPClientService(client)),
        ]
        // Before the listener: the last answers wait for their commits.
        if let data { services.append(Self.service("data file", ServiceOfLongWork(data, on: dataWork))) }
        services.append(Self.service("webhooks", ServiceOfLongWork(webhooks, on: longWork)))
        services.append(Self.service("listener", listener))
        if let browsers {
            let downloads = DownloadService(browsers: browsers.browsers)
            services.append(Self.service("downloads", ServiceOfLongWork(downloads, on: longWork)))
            services.append(Self.service("browsers", browsers))
        }
        services.append(Self.service("event heartbeat", EventHeartbeat(events)))
        if let watch { services.append(Self.service("scenario watch", ServiceOfLongWork(watch, on: longWork))) }
        if let portFile { services.append(Self.service("port file", portFile)) }
        services.append(Self.service("announcement", Announcement(ports: listening, announce: whenListening)))
        var group = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: stoppedBySignals ? [.sigterm, .sigint] : [], logger: configuration.logger)
        // A request that waits for a frozen clock would hold up the end for ever.
        group.maximumGracefulShutdownDuration = .milliseconds(200)
        try await ServiceGroup(configuration: group).run()
    }

    /// A service by its name. Left to itself the group would ask each for its description, which makes a start look through all
    /// types that have one, for each of them.
    private static func service(
        _ name: String, _ service: any Service
    ) -> ServiceGroupConfiguration.ServiceConfiguration {
        ServiceGroupConfiguration.ServiceConfiguration(service: service, serviceName: name)
    }

    /// What Anon's clients need to begin with in the default world, by name, for a client that reaches us at `url`.
    package func anonVariables(url: String) async -> [(name: String, value: String)] {
        // Those of a world that is set aside lead nowhere.
        guard let world = try? worlds.world(.default) else { return [] }
        return await ReadyMadeCredentials(of: world.anon).variables(url: url)
    }

    /// The program that runs behind sessions; nil if there is none.
    package var browserPath: String? { browsers?.program.path }

    /// The operations of all vendors, as `drydock operations` prints them.
    package static var operations: [Endpoint] {
        VendorKind.all.flatMap(\.operations)
    }

    /// What Drydock sends in the vendors' place.
    static let outgoingOperations = [
        OutgoingOperation(WebhookSender.operation, "Delivers an event to a webhook that was registered at Anchor"),
        OutgoingOperation(TLSFault.operation, "Greets a client that begins with TLS, before there is a request"),
    ]

    /// The built-in scenarios and those in a folder.
    package static func scenarios(fixtures: String?) throws(StartRefusal) -> [(name: String, title: String)] {
        try ScenarioCatalog(fixtures: fixtures).summaries.map { ($0.name, $0.title) }
    }

    /// The format of scenario files as a JSON Schema.
    package static var scenarioSchema: String { ScenarioCatalog.format.jsonSchema }

    /// What is wrong with scenario files, one line each.
    package static func lint(_ paths: [String]) -> [String] {
        ScenarioCatalog.lint(paths)
    }

    private static func origin(of url: String) throws(StartRefusal) -> Origin {
        // Clients call an internationalised name in ASCII.
        let parts = (WebAddress(url)?.text ?? url).split(separator: "/", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0] == "http:" || parts[0] == "https:" else {
            throw StartRefusal("--public-url must be http:// or https:// and a host, not \(url)")
        }
        return Origin(scheme: String(parts[0].dropLast()), authority: String(parts[1]))
    }
}

/// Says where the server listens. Clients are answered meanwhile: what is said has a token in it that is signed for it.
private struct Announcement: Service {
    let ports: AsyncStream<Int>
    let announce: @Sendable (Int) async throws -> Void

    func run() async throws {
        for await port in ports.cancelOnGracefulShutdown() { try await announce(port) }
    }
}

/// Closes the outgoing connections when everything else has stopped.
private struct HTTPClientService: Service {
    private let client: HTTPClient

    init(_ client: HTTPClient) {
        self.client = client
    }

    func run() async throws {
        try? await gracefulShutdown()
        try await client.shutdown()
    }
}

extension WallClock {
    /// The machine's own clock: the only place where it is read.
    package static let system = WallClock {
        Moment(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
