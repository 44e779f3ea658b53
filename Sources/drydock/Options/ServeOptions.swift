import ArgumentParser

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

    @Option(help: ArgumentHelp("Seed of all ids and secrets.", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("running, frozen, or an RFC 3339 instant to be frozen at.", valueName: "setting"))
    var clock: ClockSetting?

    @Flag(help: "Take http: callbacks to loopback hosts.")
    var allowHttpCallbacks = false

    @Flag(help: "Leave X-Drydock-Reason and Link out of answers.")
    var noHints = false

    @Option(help: ArgumentHelp("What the journals of all worlds may take. [default 32MiB]", valueName: "size"))
    var journalBytes: ByteCount?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error. [default notice]", valueName: "level"))
    var logLevel: LogLevel?

    @Option(help: ArgumentHelp("text or json. [default text]", valueName: "format"))
    var logFormat: LogFormat?
}
