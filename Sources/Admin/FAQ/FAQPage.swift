import KernelHTTP

/// The pages of the FAQ: two tables, and an entry or a reason with links to what belongs to it.
enum FAQPage {
    static func page(_ list: FAQList) -> ControlPage {
        let entries = HTMLTable(
            caption: "What the vendors document, and how to see it here", columns: ["Entry", "Vendor", "Symptom"],
            rows: list.entries.map { [link($0.id), $0.vendor.rawValue, HTMLText.escape($0.symptom)] })
        let reasons = HTMLTable(
            caption: "Why Drydock answers as it does", columns: ["Reason", "Symptom"],
            rows: list.reasons.map { [link($0.code), HTMLText.escape($0.symptom)] })
        return ControlPage(title: "FAQ", content: entries.html + "\n" + reasons.html)
    }

    static func page(_ entry: FAQEntry) -> ControlPage {
        var terms = [
            ("Symptom", "<code>\(HTMLText.escape(entry.symptom))</code>"), ("Cause", HTMLText.escape(entry.cause)),
            ("Fix", HTMLText.escape(entry.fix)),
            ("Scenario", "<code>\(HTMLText.escape(entry.scenario ?? "default"))</code>"),
        ]
        if !entry.reasons.isEmpty { terms.append(("Reasons", links(entry.reasons))) }
        terms.append(("Vendor", "\(entry.vendor.rawValue); \(HTMLText.escape(entry.source))"))
        let recipe = """
            <h2 id="commands">Commands</h2>
            <div class="wide" role="region" aria-labelledby="commands" tabindex="0">\
            <pre><code>\(HTMLText.escape(entry.recipe))</code></pre></div>
            """
        return ControlPage(title: entry.title, content: list(terms) + "\n" + recipe + "\n" + way)
    }

    static func page(_ reason: ReasonCode) -> ControlPage {
        var terms = [
            ("Symptom", HTMLText.escape(reason.symptom)), ("Cause", HTMLText.escape(reason.cause)),
            ("Fix", HTMLText.escape(reason.fix)),
        ]
        let entries = FAQCatalog.entries(naming: reason.code)
        if !entries.isEmpty { terms.append(("In the vendor's FAQ", links(entries.map(\.id)))) }
        return ControlPage(title: reason.code, content: list(terms) + "\n" + way)
    }

    private static let way = "<p><a href=\"/_drydock/faq\">All entries and reasons</a></p>"

    private static func list(_ terms: [(name: String, markup: String)]) -> String {
        let items = terms.map { "<dt>\($0.name)</dt><dd>\($0.markup)</dd>" }
        return "<dl>\n" + items.joined(separator: "\n") + "\n</dl>"
    }

    private static func links(_ ids: [String]) -> String { ids.map(link).joined(separator: ", ") }

    /// Ids and codes are ours: nothing in them has to be escaped.
    private static func link(_ id: String) -> String { "<a href=\"/_drydock/faq/\(id)\"><code>\(id)</code></a>" }
}
