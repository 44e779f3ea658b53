import ArgumentParser
import Assembly

/// Explains the failures that the vendors document, and the reasons of refusals.
struct FAQCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faq",
        abstract: "List the vendors' documented failures, or explain one: symptom, cause, fix, commands.")

    @Argument(help: "An entry's id, or the reason of a refusal as X-Drydock-Reason has it.")
    var id: String?

    @Flag(help: "Anon's entries as a Markdown table, as the documentation has it.")
    var markdown = false

    func run() throws {
        if markdown { return try StandardStream.output.write(Drydock.faqMarkdown) }
        guard let id else { return try StandardStream.output.write(Drydock.faq) }
        try StandardStream.output.write(Drydock.faq(id))
    }
}

/// Prints the table of vendor operations.
struct OperationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operations",
        abstract: "Print the table of vendor operations: which are simulated, and which are canned.")

    @Flag(help: "As a Markdown table, as the documentation has it.")
    var markdown = false

    @Flag(help: "As JSON, as GET /_drydock/operations answers it.")
    var json = false

    func run() throws {
        let table = OperationsTable()
        try StandardStream.output.write(json ? table.json : markdown ? table.markdown : table.plain)
    }
}
