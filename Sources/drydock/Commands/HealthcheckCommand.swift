import ArgumentParser
import Assembly

/// Asks a server on this machine whether it serves; for containers without curl.
struct HealthcheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck", abstract: "Exit 0 if a server on this machine answers.")

    @Option(help: "Port to ask. [DRYDOCK_PORT; default 4010]")
    var port: Int?

    func run() async throws {
        let port = try port ?? EnvironmentValues().value("PORT") ?? 4010
        if let complaint = await Healthcheck(port: port).complaint() {
            StandardStream.error.write("drydock: \(complaint)")
            throw ExitCode.failure
        }
        StandardStream.output.write("ok")
    }
}
