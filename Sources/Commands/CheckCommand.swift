import ArgumentParser
import Assembly
import Descriptions
import Drift
import EmbeddedDocuments
import FoundationEssentials
import Kernel
import KernelHTTP
import UnixSignals

/// Holds another server against Drydock.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Send the same requests to Drydock and to another server, and report where the answers differ.",
        discussion: """
            For Anchor's API: the vendor's own, or another Drydock. Without --write only what cannot change anything is sent. \
            Exit code 0: nothing differs; 1: something does; 2: the check could not be made or came to no end.
            """)

    @Option(help: ArgumentHelp("The other server, for example https://api.anchorbrowser.io.", valueName: "url"))
    var against: String

    @Option(help: ArgumentHelp("Its API key. [ANCHORBROWSER_API_KEY]"))
    var key: String?

    @Option(
        help: ArgumentHelp("Only this group or operation; may be given several times.", valueName: "group|operation"))
    var only: [String] = []

    @Flag(help: "Make things on the other server, look at them, and delete them again.")
    var write = false

    @Option(help: ArgumentHelp("The most things that --write makes.", valueName: "count"))
    var objects = 25

    @Flag(help: "The report as JSON.")
    var json = false

    @Option(
        help: ArgumentHelp("How long the whole check may take. (default: 10m)", valueName: "duration"),
        transform: CheckCommand.span)
    var timeout: TimeSpan = .minutes(10)

    @Option(
        help: ArgumentHelp("How long to wait after each request. (default: 50ms)", valueName: "duration"),
        transform: CheckCommand.span)
    var pause: TimeSpan = .milliseconds(50)

    @Option(help: ArgumentHelp("The scenario of Drydock's side.", valueName: "name or file"))
    var scenario = "demo"

    func validate() throws {
        guard WebAddress(against) != nil else {
            throw ValidationError("--against must be http:// or https:// and a host, without a user")
        }
        guard objects > 0 else { throw ValidationError("--objects must be at least 1") }
    }

    func run() async throws {
        let report: DriftReport
        do {
            report = try await check()
        } catch {
            StandardStream.error.complain((error as? StartRefusal)?.complaints ?? ["\(error)"])
            throw ExitCode(2)
        }
        try StandardStream.output.write(json ? JSONWriter.text(report) : report.text)
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }

    private func check() async throws -> DriftReport {
        let environment = ProcessInfo.processInfo.environment
        guard let key = key ?? environment["ANCHORBROWSER_API_KEY"], !key.isEmpty else {
            throw StartRefusal("--key or ANCHORBROWSER_API_KEY must say the other server's API key")
        }
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw StartRefusal("the API key has characters that no header takes")
        }
        var settings = DriftCheck.Settings(now: WallClock.system.now)
        settings.only = only
        settings.writes = write
        settings.pause = pause
        settings.timeout = timeout
        settings.objects = objects
        let other = CheckedServer(url: against, key: key)
        let description = APIDescription(constant: { embeddedAnchorDescription().content }, of: "anchor")
        let stop = StopRequest()
        return try await Self.withOwnServer(scenario: scenario, stop) { [settings] port in
            let own = CheckedServer(url: "http://127.0.0.1:\(port)", key: "sk-check")
            return try await DriftCheck(description, here: own, there: other, settings: settings, stop: stop).run()
        }
    }

    /// Runs a Drydock within this process while `body` does something with it. SIGINT and SIGTERM ask `stop`: what was made
    /// is deleted first.
    private static func withOwnServer(
        scenario: String, _ stop: StopRequest, _ body: @escaping @Sendable (Int) async throws -> DriftReport
    ) async throws -> DriftReport {
        var configuration = DrydockConfiguration()
        configuration.port = 0
        configuration.scenarios = [scenario]
        let drydock = try Drydock(configuration)
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: DriftReport?.self) { group in
            group.addTask {
                defer { announce.finish() }
                try await drydock.run(stoppedBySignals: false) { announce.yield($0) }
                return nil
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { stop.stop() }
                return nil
            }
            group.addTask {
                for await port in ports { return try await body(port) }
                return nil
            }
            defer { group.cancelAll() }
            while let report = try await group.next() {
                if let report { return report }
            }
            throw StartRefusal("Drydock's own server ended before the check")
        }
    }

    @Sendable private static func span(_ text: String) throws -> TimeSpan {
        guard let span = TimeSpan(text), span >= .zero else {
            throw ValidationError("\(text) is not \(TimeSpan.expectation(for: text))")
        }
        return span
    }
}
