/// The FAQ as the README has it.
extension FAQText {
    /// Anon's entries as a Markdown table.
    package static var markdown: String {
        let head = ["| symptom | entry | scenario | fix |", "|---|---|---|---|"]
        let rows = FAQCatalogue.entries.filter { $0.vendor == .anon }.map { entry in
            let cells = [
                "`\(entry.symptom)`", "`\(entry.id)`", entry.scenario.map { "`\($0)`" } ?? "–", entry.fix,
            ]
            return "| \(cells.map(escape).joined(separator: " | ")) |"
        }
        return (head + rows).joined(separator: "\n")
    }

    private static func escape(_ cell: String) -> String {
        cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
