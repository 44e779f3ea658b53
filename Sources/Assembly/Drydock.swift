import Admin
import Anchor
import Anon
import AsyncHTTPClient
import Edge
import Kernel
package import KernelHTTP
import Logging
import ServiceLifecycle
import UnixSignals

/// The composition root: what is built, in what order, with what defaults. Read this first.
package struct Drydock: Sendable {
    private let configuration: DrydockConfiguration
    private let worlds: Worlds
    private let reclaimer: Reclaimer
    private let reception: Reception
    private let client: HTTPClient

    /// Builds everything; nothing runs yet. Throws `StartRefusal` for a scenario or setting that cannot be used.
    package init(_ configuration: DrydockConfiguration) throws(StartRefusal) {
        self.configuration = configuration
        let logger = configuration.logger
        let wall = WallClock.system

        // Scenarios, and the worlds that begin from them.
        let shelf = try ScenarioShelf(fixtures: configuration.fixtures)
        let settings = StartingPoint.Settings(
            seed: configuration.seed, clockMode: configuration.clockMode, clockStart: configuration.clockStart,
            allowsHTTPCallbacks: configuration.allowsHTTPCallbacks, processStart: wall.now)
        let start = StartingPoint(try shelf.scenario(overlaying: configuration.scenarios), settings: settings)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .keySetDownload)
        reclaimer = Reclaimer()
        worlds = Worlds(
            start: start, capacity: configuration.worldLimit,
            journalBudget: JournalBudget(bytes: configuration.journalBytes), wall: wall,
            keySets: KeySetDownload(client: client), reclaimer: reclaimer, logger: logger)

        // Vendors and the control plane.
        let anchor = AnchorVendor()
        let anon = AnonVendor()
        let control = ControlVendor(
            ControlRoom(
                worlds: worlds, shelf: shelf, settings: settings,
                delivery: CallbackDelivery(client: client)))
        let noRules = RuleBook([])

        // The way of a request.
        reception = Reception(
            worlds: worlds,
            anchor: VendorDesk(anchor, store: { $0.anchor }, rules: { $0.rules }),
            anon: VendorDesk(anon, store: { $0.anon }, rules: { $0.rules }),
            control: VendorDesk(control, store: { [desk = control.desk] _ in desk }, rules: { _ in noRules }),
            controlGuard: ControlGuard(hosts: configuration.controlHosts),
            finish: Finish(hints: configuration.hints, logger: logger),
            publicOrigin: try configuration.publicURL.map(Self.origin), bodyLimit: configuration.bodyLimit)
    }

    /// Serves until SIGTERM, SIGINT or cancellation. Throws `StartRefusal` where the port cannot be had.
    ///
    /// - Parameter whenListening: called once, with the port.
    package func run(
        stoppedBySignals: Bool = true, whenListening: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let listener = Listener(
            reception: reception, host: configuration.host, port: configuration.port, limits: EdgeLimits(),
            logger: configuration.logger, whenListening: whenListening)
        var group = ServiceGroupConfiguration(
            services: [reclaimer, HTTPClientService(client), listener],
            gracefulShutdownSignals: stoppedBySignals ? [.sigterm, .sigint] : [], logger: configuration.logger)
        // A request that waits for a frozen clock would hold up the end for ever.
        group.maximumGracefulShutdownDuration = .milliseconds(200)
        try await ServiceGroup(configuration: group).run()
    }

    /// What Anon's clients need to begin with in the default world, by name, for a client that reaches us at `url`.
    package func anonVariables(url: String) async -> [(name: String, value: String)] {
        await ReadyMadeCredentials(of: worlds.world(.default).anon).variables(url: url)
    }

    /// The operations of all vendors, as `drydock operations` prints them.
    package static var operations: [Endpoint] {
        AnchorVendor().routes.map(\.endpoint) + AnonVendor().routes.map(\.endpoint)
    }

    /// The built-in scenarios and those in a folder.
    package static func scenarios(fixtures: String?) throws(StartRefusal) -> [(name: String, title: String)] {
        try ScenarioShelf(fixtures: fixtures).summaries.map { ($0.name, $0.title) }
    }

    /// What is wrong with scenario files, one line each.
    package static func lint(_ paths: [String]) -> [String] {
        ScenarioShelf.lint(paths)
    }

    private static func origin(of url: String) throws(StartRefusal) -> Origin {
        let parts = url.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0] == "http:" || parts[0] == "https:" else {
            throw StartRefusal("--public-url must be http:// or https:// and a host, not \(url)")
        }
        return Origin(scheme: String(parts[0].dropLast()), authority: String(parts[1]))
    }
}
