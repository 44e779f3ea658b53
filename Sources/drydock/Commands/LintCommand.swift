import ArgumentParser
import Assembly

/// Checks scenario files.
struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check scenario files: file, line, column, what is wrong. Exit 1 on any error.")

    @Argument(help: "Files, or folders with *.yaml, *.yml and *.json files.")
    var paths: [String]

    func run() throws {
        let complaints = Drydock.lint(paths)
        for complaint in complaints { StandardStream.error.write(complaint) }
        guard complaints.isEmpty else { throw ExitCode(1) }
        StandardStream.output.write("No complaints.")
    }
}
