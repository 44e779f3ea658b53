import ArgumentParser
import Assembly

/// Lists the scenarios that can be named.
struct ScenariosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios", abstract: "List the built-in and given scenarios.")

    @Option(help: ArgumentHelp("Folder with further scenario files.", valueName: "folder"))
    var fixtures: String?

    func run() throws {
        do {
            let folder = fixtures ?? EnvironmentValues()["FIXTURES"]
            let summaries = try Drydock.scenarios(fixtures: folder)
            let width = summaries.map(\.name.count).max() ?? 0
            for summary in summaries {
                let gap = String(repeating: " ", count: width - summary.name.count + 2)
                StandardStream.output.write("\(summary.name)\(gap)\(summary.title)")
            }
        } catch {
            StandardStream.error.write(error.complaints.map { "drydock: \($0)" }.joined(separator: "\n"))
            throw ExitCode.failure
        }
    }
}
