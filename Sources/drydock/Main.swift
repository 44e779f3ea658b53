import ArgumentParser
import Assembly

/// `drydock`: one executable, `serve` unless another verb is named.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drydock",
        abstract: "A local fake of Anchor Browser's and Anon's identity platforms, for tests and development.",
        version: DrydockVersion.current,
        subcommands: [
            ServeCommand.self, ScenariosCommand.self, LintCommand.self, SchemaCommand.self, HealthcheckCommand.self,
            OperationsCommand.self, FAQCommand.self, TokenCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    /// Runs the verb, and says in a line each what goes wrong; how the program was called is the library's to judge.
    static func main() async {
        StandardStream.openClosed()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let refusal as StartRefusal {
            fail(refusal.complaints)
        } catch {
            // All that the library does not know the meaning of would be printed as it is.
            guard !(error is ExitCode), exitCode(for: error) == .failure else { exit(withError: error) }
            fail(["\(error)"])
        }
    }

    private static func fail(_ complaints: [String]) -> Never {
        StandardStream.error.complain(complaints)
        exit(withError: ExitCode.failure)
    }
}
