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
            StandardStream.error.write(refusal.complaints.map { "drydock: \($0)" }.joined(separator: "\n"))
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
