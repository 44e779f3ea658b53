import Kernel

/// The FAQ on a terminal.
package enum FAQText {
    /// All entries, grouped by vendor, one line each: id and symptom.
    package static var list: String {
        let width = FAQCatalog.ids.map(\.count).max() ?? 0
        return FAQVendor.allCases.map { vendor in
            let lines = FAQCatalog.entries.filter { $0.vendor == vendor }.map { entry in
                "  \(entry.id)\(String(repeating: " ", count: width - entry.id.count)) – \(entry.symptom)"
            }
            return "\(vendor.rawValue)\n" + lines.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// An entry by its id, or a reason by its code; nil where there is neither.
    package static func entry(_ id: String) -> String? {
        if let entry = FAQCatalog.entry(id) { return text(entry) }
        return ReasonCatalog.entry(id).map(text)
    }

    /// What to say where `entry` has nothing.
    package static func complaint(about id: String) -> String {
        let message = "There is no FAQ entry and no reason \(id)"
        let known = FAQCatalog.ids + ReasonCatalog.codes
        return TextSuggestion.nearest(to: id, among: known).map { "\(message); did you mean \($0)?" } ?? message
    }

    private static func text(_ entry: FAQEntry) -> String {
        let terms = [
            ("Symptom", entry.symptom), ("Cause", entry.cause), ("Fix", entry.fix),
            ("Scenario", entry.scenario ?? "default"), ("Reasons", entry.reasons.joined(separator: ", ")),
            ("Source", entry.source),
        ]
        return "\(entry.id) (\(entry.vendor.rawValue)): \(entry.title)\n\n\(text(terms))\n\n\(entry.recipe)"
    }

    private static func text(_ reason: ReasonCode) -> String {
        let entries = FAQCatalog.entries(naming: reason.code).map(\.id)
        let terms = [
            ("Symptom", reason.symptom), ("Cause", reason.cause), ("Fix", reason.fix),
            ("FAQ", entries.joined(separator: ", ")),
        ]
        return "\(reason.code)\n\n\(text(terms))"
    }

    /// What has no text is left out.
    private static func text(_ terms: [(name: String, text: String)]) -> String {
        terms.filter { !$0.text.isEmpty }.map { name, text in
            "\(name):\(String(repeating: " ", count: 10 - name.count))\(text)"
        }.joined(separator: "\n")
    }
}

/// The FAQ as the README has it.
extension FAQText {
    /// Anon's entries as a Markdown table.
    package static var markdown: String {
        let head = ["| symptom | when | `drydock faq …` | fix |", "|---|---|---|---|"]
        let rows = FAQCatalog.entries.filter { $0.vendor == .anon }.map { entry in
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
