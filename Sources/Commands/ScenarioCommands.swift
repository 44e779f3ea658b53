import ArgumentParser
import Assembly

/// Lists the scenarios that `serve` can start from by name.
struct ScenariosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios", abstract: "List the built-in and given scenarios.")

    @Option(help: ArgumentHelp("Folder with further scenario files.", valueName: "folder"))
    var fixtures: String?

    func run() throws {
        let summaries = try Drydock.scenarios(fixtures: fixtures ?? EnvironmentValues()[.fixtures])
        let width = summaries.map(\.name.count).max() ?? 0
        for summary in summaries {
            let gap = String(repeating: " ", count: width - summary.name.count + 2)
            try StandardStream.output.write("\(summary.name)\(gap)\(summary.title)")
        }
    }
}

/// Checks scenario files.
struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check scenario files: file, line, column, what is wrong. Exit 1 on any error.")

    @Argument(help: "Files, or folders with *.yaml, *.yml and *.json files.")
    var paths: [String]

    func run() throws {
        let complaints = Drydock.lint(paths)
        for complaint in complaints { try? StandardStream.error.write(complaint) }
        guard complaints.isEmpty else { throw ExitCode(1) }
        try StandardStream.output.write("No complaints.")
    }
}

/// Prints the JSON Schema of scenario files, for editors and validators without a server.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of scenario files.")

    func run() throws {
        // The text ends with a line break of its own.
        try StandardStream.output.write(String(Drydock.scenarioSchema.dropLast()))
    }
}
