import ArgumentParser
import Assembly

/// The program, for the executable and for tests of its command line.
package enum Program {
    /// Gives the standard streams that the caller has closed a place; before anything is awaited, as that opens files.
    package static func prepare() { StandardStream.openClosed() }

    /// Does what the process's arguments say.
    ///
    /// - Parameter commit: what the executable was built of, as `--version` shows it; nil if it is unknown.
    package static func run(commit: String?) async { await RootCommand.main(builtOf: commit) }
}

/// `drydock`: one executable, `serve` unless another verb is named.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drydock",
        abstract: "A local fake of Anchor Browser's and Anon's identity platforms, for tests and development.",
        version: DrydockVersion.current,
        subcommands: [
            ServeCommand.self, ScenariosCommand.self, LintCommand.self, SchemaCommand.self, HealthcheckCommand.self,
            AuthorityCommand.self, OperationsCommand.self, FAQCommand.self, TokenCommand.self, CheckCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    /// Runs the verb, and says in a line each what goes wrong; how the program was called is the library's to judge.
    static func main(builtOf commit: String?) async {
        do {
            var arguments = CommandLine.arguments.dropFirst()
            if arguments.first == "serve" { arguments = arguments.dropFirst() }
            if let options = ServeOptions(plain: arguments) {
                return try await ServeCommand.serve(options, builtOf: commit)
            }
            var command = try parseAsRoot()
            if let serve = command as? ServeCommand {
                try await ServeCommand.serve(serve.options, builtOf: commit)
            } else if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let refusal as StartRefusal {
            fail(refusal.complaints)
        } catch {
            // The library has a place for the number alone.
            if fullMessage(for: error) == DrydockVersion.current {
                exit(withError: CleanExit.message(DrydockVersion.description(builtOf: commit)))
            }
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
