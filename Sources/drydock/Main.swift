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
}
