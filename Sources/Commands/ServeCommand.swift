import ArgumentParser
import Assembly

/// Runs the fake until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the fake.",
        discussion: "Every flag is also an environment variable: --port-file is DRYDOCK_PORT_FILE. The flag wins.")

    @OptionGroup var options: ServeOptions

    func run() async throws {
        try await Self.serve(options, builtOf: nil)
    }

    /// Serves until the process is told to stop. Health tells the commit.
    static func serve(_ options: ServeOptions, builtOf commit: String?) async throws {
        var configuration = try options.configuration()
        configuration.commit = commit
        try options.checkCertificates(configuration.tls)
        configuration.fitToOpenFiles()
        let settings = configuration
        let drydock = try Drydock(settings)
        try await drydock.run { port in
            let url = settings.publicURL ?? ListeningAddress(settings.host).url(port: port)
            let variables = await drydock.anonVariables(url: url)
            let message = ReadyMessage(
                url: url, anonVariables: variables, dataFile: settings.dataFile, browser: drydock.browserPath)
            // Clients need the server, not what it says of itself.
            try? StandardStream.output.write(message.text)
        }
    }
}

/// What a server prints once it is ready: where it is, and what to export so that each client finds it.
private struct ReadyMessage {
    let text: String

    /// - Parameters:
    ///   - anonVariables: what Anon's clients need, by name.
    ///   - dataFile: the file that the worlds are kept in.
    ///   - browser: the program behind sessions.
    init(url: String, anonVariables: [(name: String, value: String)], dataFile: String?, browser: String?) {
        let anon = anonVariables.map { "  export \($0.name)=\($0.value)" }.joined(separator: "\n")
        text = """
            Drydock \(DrydockVersion.current) is ready at \(url)

              # Anchor's SDKs
              export ANCHORBROWSER_BASE_URL=\(url)
              export ANCHORBROWSER_API_KEY=sk-test
              # Anchor's chat demo
              export ANCHORBROWSER_API_URL=\(url)
              export ANCHORBROWSER_APP_URL=\(url)

              # Anon: a ready-made key, webapp client, example user and its token
            \(anon)

            HTTPS is on the same port. For clients that have a vendor's address built in: HTTPS_PROXY=\(url), and drydock ca --env
            Any key works (sk-…, anon_…); sk-test@NAME gives a test its own world. Control plane: \(url)/_drydock/
            """ + (dataFile.map { "\nWorlds are kept in \($0)" } ?? "")
            + (browser.map { "\nSessions have browsers: \($0)" } ?? "")
    }
}

/// Asks a server on this machine whether it serves; for containers without curl.
struct HealthcheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck", abstract: "Exit 0 if a server on this machine answers.")

    @Option(help: ArgumentHelp("Address that it is bound to. [DRYDOCK_HOST; default 127.0.0.1]", valueName: "address"))
    var host: String?

    @Option(help: "Port to ask. [DRYDOCK_PORT; default 4010]")
    var port: Int?

    @Flag(help: "Ask with TLS, and trust nothing but the local certificate authority.")
    var https = false

    @Option(help: ArgumentHelp("Where that is kept. [DRYDOCK_CA_DIR; as serve has it]", valueName: "folder"))
    var caDir: String?

    func run() async throws {
        let environment = EnvironmentValues()
        let defaults = DrydockConfiguration()
        let address = ListeningAddress(host ?? environment[.host] ?? defaults.host)
        let port = try port ?? environment.value(.port) ?? defaults.port
        guard (1...65_535).contains(port) else {
            throw ValidationError("the port must be 1 to 65535, not \(port)")
        }
        if let warning = environment.warning(about: [.host, .port]) { StandardStream.error.complain([warning]) }
        let trusted = https ? try AuthorityCommand.existing(caDir, environment) : nil
        if let complaint = try await Healthcheck(address: address, port: port, trusting: trusted).complaint() {
            throw StartRefusal(complaint)
        }
        try StandardStream.output.write("ok")
    }
}
