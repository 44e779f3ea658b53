import ArgumentParser
import Assembly
import Browsers
import Kernel
import Logging

/// The flags of `serve`. Each is also an environment variable: `--port-file` is `DRYDOCK_PORT_FILE`. The flag wins.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address to bind to. [DRYDOCK_HOST; default 127.0.0.1]", valueName: "address"))
    var host: String?

    @Option(help: "Port to listen on; 0 is any free port. [DRYDOCK_PORT; default 4010]")
    var port: Int?

    @Option(help: ArgumentHelp("File to write the port to when listening.", valueName: "path"))
    var portFile: String?

    @Option(
        help: ArgumentHelp(
            "A further Host name that may use the control plane, for example a compose service's. Repeatable.",
            valueName: "name"))
    var controlHost: [String] = []

    @Option(help: ArgumentHelp("Scenario to start from, by name or path. Repeatable.", valueName: "name|path"))
    var scenario: [String] = []

    @Option(help: ArgumentHelp("Folder with further scenario files.", valueName: "folder"))
    var fixtures: String?

    @Option(help: ArgumentHelp("File to keep the worlds in over a restart.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("What a power cut may take: normal, the last commits; full, nothing.", valueName: "how"))
    var dataSync: DataSync?

    @Flag(help: "Take edited scenario files into use while serving.")
    var watch = false

    @Option(help: ArgumentHelp("Where clients reach Drydock, if not by the Host they send.", valueName: "url"))
    var publicUrl: String?

    @Option(
        help: ArgumentHelp(
            "Where the local certificate authority is kept, or memory. [default beside the user's cache]",
            valueName: "folder"))
    var caDir: String?

    @Option(
        help: ArgumentHelp("A further name or address that certificates are for. Repeatable.", valueName: "name"))
    var tlsName: [String] = []

    @Option(help: ArgumentHelp("A certificate of one's own, with what it is signed with, as PEM.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("The key of that certificate.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "As a proxy, pass on what is meant for other hosts than the vendors'.")
    var proxyOthers = false

    @Option(help: ArgumentHelp("Seed of all ids and secrets.", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("running, frozen, or an RFC 3339 instant to be frozen at.", valueName: "setting"))
    var clock: ClockSetting?

    @Option(
        help: ArgumentHelp("Run a browser behind each session: auto finds one, or its path.", valueName: "auto|path"))
    var browser: String?

    @Option(help: ArgumentHelp("How many browsers may run at once. [default 4]", valueName: "n"))
    var browsers: Int?

    @Flag(help: "Let clients of other machines drive browsers, where --host is not a loopback address.")
    var browserFromNetwork = false

    @Option(
        help: ArgumentHelp(
            "on, or off: pages run with the rights of this user. [default on, but off for root]", valueName: "on|off"))
    var browserSandbox: BrowserOptions.Sandbox?

    @Flag(help: "Take http: callbacks to loopback hosts.")
    var allowHttpCallbacks = false

    @Flag(help: "Leave X-Drydock-Reason and Link out of answers.")
    var noHints = false

    @Option(help: ArgumentHelp("What the journals of all worlds may take. [default 16MiB]", valueName: "size"))
    var journalBytes: ByteCount?

    @Option(
        help: ArgumentHelp("What all bodies that are under way may take. [default 256MiB]", valueName: "size"))
    var bodyBytes: ByteCount?

    @Option(
        help: ArgumentHelp("What the contents of all uploaded files may take. [default 512MiB]", valueName: "size"))
    var fileBytes: ByteCount?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error. [default notice]", valueName: "level"))
    var logLevel: LogLevel?

    @Option(help: ArgumentHelp("text or json. [default text]", valueName: "format"))
    var logFormat: LogFormat?
}

// MARK: - Settings

extension ServeOptions {
    /// The settings: from the flags, else the environment, else the defaults.
    func configuration(_ environment: EnvironmentValues = EnvironmentValues()) throws -> DrydockConfiguration {
        var configuration = DrydockConfiguration()
        configuration.host = host ?? environment[.host] ?? configuration.host
        configuration.port = try port ?? environment.value(.port) ?? configuration.port
        guard (0...65_535).contains(configuration.port) else {
            throw ValidationError("the port must be 0 to 65535, not \(configuration.port)")
        }
        configuration.portFile = portFile ?? environment[.portFile]
        configuration.controlHosts = controlHost.isEmpty ? environment.list(.controlHost) : controlHost
        configuration.scenarios = scenario.isEmpty ? environment.list(.scenario) : scenario
        configuration.fixtures = fixtures ?? environment[.fixtures]
        configuration.dataFile = data ?? environment[.data]
        configuration.syncsEveryCommit = try (dataSync ?? environment.value(.dataSync) ?? .normal) == .full
        configuration.watches = try watch || environment.isOn(.watch)
        configuration.publicURL = publicUrl ?? environment[.publicURL]
        configuration.tls = try tlsSettings(environment)
        configuration.passesOtherHosts = try proxyOthers || environment.isOn(.proxyOthers)
        configuration.seed = try seed ?? environment.value(.seed)
        let clock = try clock ?? environment.value(.clock)
        configuration.clockMode = clock?.mode
        configuration.clockStart = clock?.start
        configuration.allowsHTTPCallbacks = try allowHttpCallbacks || environment.isOn(.allowHTTPCallbacks)
        configuration.hints = try !(noHints || environment.isOn(.noHints))
        configuration.browser = try browserSettings(environment)
        let journalBytes = try journalBytes ?? environment.value(.journalBytes)
        configuration.journalBytes = journalBytes?.bytes ?? configuration.journalBytes
        let bodyBytes = try bodyBytes ?? environment.value(.bodyBytes)
        configuration.bodyBytes = bodyBytes?.bytes ?? configuration.bodyBytes
        let fileBytes = try fileBytes ?? environment.value(.fileBytes)
        configuration.fileBytes = fileBytes?.bytes ?? configuration.fileBytes
        configuration.logger = try logger(environment)
        if let warning = environment.warning() { configuration.logger.warning("\(warning)") }
        return configuration
    }

    private func browserSettings(_ environment: EnvironmentValues) throws -> BrowserSettings? {
        guard let program = browser ?? environment[.browser] else { return nil }
        let limit = try browsers ?? environment.value(.browsers) ?? 4
        guard (1...100).contains(limit) else { throw ValidationError("--browsers must be 1 to 100, not \(limit)") }
        return BrowserSettings(
            program: program, limit: limit,
            isFromNetwork: try browserFromNetwork || environment.isOn(.browserFromNetwork),
            sandbox: try browserSandbox ?? environment.value(.browserSandbox), environment: environment.all)
    }

    private func logger(_ environment: EnvironmentValues) throws -> Logger {
        let format = try logFormat ?? environment.value(.logFormat) ?? .text
        let level = try logLevel ?? environment.value(.logLevel)
        var logger = Logger(label: "drydock") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler()
            }
        }
        logger.logLevel = level?.level ?? .notice
        return logger
    }
}

// MARK: - Values of flags

/// `running`, `frozen`, or an instant to be frozen at.
struct ClockSetting: ExpressibleByArgument, LosslessStringConvertible, Equatable {
    let mode: ClockMode
    let start: Moment?

    init?(_ description: String) {
        if let mode = ClockMode(rawValue: description) {
            self.mode = mode
            start = nil
        } else if let moment = Moment(description) {
            mode = .frozen
            start = moment
        } else {
            return nil
        }
    }

    init?(argument: String) {
        self.init(argument)
    }

    var description: String { start?.description ?? mode.rawValue }
}

/// A number of bytes as `32MiB`, `500KiB`, `1GiB` or plain digits.
struct ByteCount: ExpressibleByArgument, LosslessStringConvertible, Equatable {
    let bytes: Int

    init?(_ description: String) {
        let units = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0), ("", 0)]
        for (unit, shift) in units where description.hasSuffix(unit) {
            guard let count = Int(description.dropLast(unit.count)), count > 0, count <= Int.max >> shift else {
                return nil
            }
            bytes = count << shift
            return
        }
        return nil
    }

    init?(argument: String) {
        self.init(argument)
    }

    var description: String { "\(bytes)" }
}

/// Whether each commit waits until the disk has it for good.
enum DataSync: String, ExpressibleByArgument, CaseIterable, LosslessStringConvertible {
    case normal
    case full

    init?(_ description: String) {
        self.init(rawValue: description)
    }

    var description: String { rawValue }
}

extension BrowserOptions.Sandbox: ExpressibleByArgument, LosslessStringConvertible {
    package init?(_ description: String) {
        self.init(rawValue: description)
    }

    package var description: String { rawValue }
}
