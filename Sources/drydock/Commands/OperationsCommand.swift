import ArgumentParser
import Assembly

/// Prints the table of vendor operations.
struct OperationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operations",
        abstract: "Print the table of vendor operations: simulated, canned, or not implemented.")

    @Flag(help: "As a Markdown table, as the README has it.")
    var markdown = false

    func run() {
        let table = OperationsTable()
        StandardStream.output.write(markdown ? table.markdown : table.plain)
    }
}
