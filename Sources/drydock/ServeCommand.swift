import ArgumentParser
import Assembly
import FoundationEssentials

/// Runs the fake until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the fake.",
        discussion: "Every flag is also an environment variable: --port-file is DRYDOCK_PORT_FILE. The flag wins.")

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let configuration = try options.configuration()
        let portFile = options.portFile()
        do {
            let drydock = try Drydock(configuration)
            try await drydock.run { port in
                if let portFile { try Self.write(port, to: portFile) }
                let url = ReadyMessage.url(of: configuration, port: port)
                let variables = await drydock.anonVariables(url: url)
                StandardStream.output.write(
                    ReadyMessage(url: url, anonVariables: variables, dataFile: configuration.dataFile).text)
            }
        } catch let refusal as StartRefusal {
            StandardStream.error.complain(refusal.complaints)
            throw ExitCode.failure
        }
    }

    /// Writes the port in one step, so that whoever polls the file never reads half of it.
    private static func write(_ port: Int, to path: String) throws {
        do {
            try Data("\(port)\n".utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw StartRefusal("cannot write the port file \(path)")
        }
    }
}

/// What a server prints once it is ready: where it is, and what to export so that each client finds it.
private struct ReadyMessage {
    let text: String

    /// - Parameters:
    ///   - anonVariables: what Anon's clients need, by name.
    ///   - dataFile: the file that the worlds are kept in.
    init(url: String, anonVariables: [(name: String, value: String)], dataFile: String?) {
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

            Any key works (sk-…, anon_…); sk-test@NAME gives a test its own world. Control plane: \(url)/_drydock/
            """ + (dataFile.map { "\nWorlds are kept in \($0)" } ?? "")
    }

    /// Where clients on this machine reach a server.
    static func url(of configuration: DrydockConfiguration, port: Int) -> String {
        let host =
            switch configuration.host {
            case "0.0.0.0", "::", "127.0.0.1", "localhost": "127.0.0.1"
            default: configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
            }
        return configuration.publicURL ?? "http://\(host):\(port)"
    }
}

/// Asks a server on this machine whether it serves; for containers without curl.
struct HealthcheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck", abstract: "Exit 0 if a server on this machine answers.")

    @Option(help: "Port to ask. [DRYDOCK_PORT; default 4010]")
    var port: Int?

    func run() async throws {
        let port = try port ?? EnvironmentValues().value("PORT") ?? 4010
        if let complaint = await Healthcheck(port: port).complaint() {
            StandardStream.error.complain([complaint])
            throw ExitCode.failure
        }
        StandardStream.output.write("ok")
    }
}
