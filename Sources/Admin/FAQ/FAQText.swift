import Kernel

/// The FAQ on a terminal.
package struct FAQText {
    private let catalog: FAQCatalog

    /// The text of a catalog.
    package init(_ catalog: FAQCatalog) {
        self.catalog = catalog
    }

    /// All entries, grouped by vendor, one line each: id and symptom.
    package var list: String {
        let width = catalog.entries.map(\.id.count).max() ?? 0
        return FAQVendor.allCases.map { vendor in
            let lines = catalog.entries.filter { $0.vendor == vendor }.map { entry in
                "  \(entry.id)\(String(repeating: " ", count: width - entry.id.count)) – \(entry.symptom)"
            }
            return "\(vendor.rawValue)\n" + lines.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// An entry by its id, or a reason by its code; nil if there is neither.
    package func entry(_ id: String) -> String? {
        if let entry = catalog.entry(id) { return text(entry) }
        return catalog.reason(id).map(text)
    }

    private func text(_ entry: FAQEntry) -> String {
        let terms = [
            ("Symptom", entry.symptom), ("Cause", entry.cause), ("Fix", entry.fix),
            ("Scenario", entry.scenario ?? "default"), ("Reasons", entry.reasons.joined(separator: ", ")),
            ("Source", entry.source), ("Page", entry.page),
        ]
        return "\(entry.id) (\(entry.vendor.rawValue)): \(entry.title)\n\n\(Self.text(terms))\n\n\(entry.recipe)"
    }

    private func text(_ reason: ExplainedReason) -> String {
        let entries = catalog.entries(naming: reason.code).map(\.id)
        let terms = [
            ("Symptom", reason.explanation.symptom), ("Cause", reason.explanation.cause),
            ("Fix", reason.explanation.fix),
            ("FAQ", entries.joined(separator: ", ")),
        ]
        return "\(reason.code)\n\n\(Self.text(terms))"
    }

    /// Terms without a text are left out.
    private static func text(_ terms: [(name: String, text: String)]) -> String {
        terms.filter { !$0.text.isEmpty }.map { name, text in
            "\(name):\(String(repeating: " ", count: 10 - name.count))\(text)"
        }.joined(separator: "\n")
    }
}

// MARK: - For the documentation

extension FAQText {
    /// Anon's entries as a Markdown table.
    package var markdown: String {
        let head = ["| symptom | when | `drydock faq …` | fix |", "|---|---|---|---|"]
        let rows = catalog.entries.filter { $0.vendor == .anon }.map { entry in
            let scenario = entry.scenario.map { ", scenario \(Self.code($0))" } ?? ""
            let cells = [Self.code(entry.symptom), entry.title, Self.code(entry.id) + scenario, entry.fix]
            return "| \(cells.map(Self.escape).joined(separator: " | ")) |"
        }
        return (head + rows).joined(separator: "\n")
    }

    /// Code voice, unless the text has backticks itself: DocC takes what is between two of them for a link to a symbol.
    private static func code(_ text: String) -> String {
        text.contains("`") ? text.split(separator: "`").joined(separator: "\\`") : "`\(text)`"
    }

    private static func escape(_ cell: String) -> String {
        cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
