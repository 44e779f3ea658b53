/// The FAQ as the README has it.
extension FAQText {
    /// Anon's entries as a Markdown table.
    package static var markdown: String {
        let head = ["| symptom | when | `drydock faq …` | fix |", "|---|---|---|---|"]
        let rows = FAQCatalogue.entries.filter { $0.vendor == .anon }.map { entry in
            let scenario = entry.scenario.map { ", scenario \(code($0))" } ?? ""
            let cells = [code(entry.symptom), entry.title, code(entry.id) + scenario, entry.fix]
            return "| \(cells.map(escape).joined(separator: " | ")) |"
        }
        return (head + rows).joined(separator: "\n")
    }

    /// Code voice, also for a text that has backticks itself.
    private static func code(_ text: String) -> String {
        text.contains("`") ? "`` \(text) ``" : "`\(text)`"
    }

    private static func escape(_ cell: String) -> String {
        cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
