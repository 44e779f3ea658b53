import Kernel
import KernelHTTP

/// The pages of the FAQ: the list, and a page for each entry and each reason with links between them.
struct FAQPage {
    private let catalog: FAQCatalog

    init(_ catalog: FAQCatalog) {
        self.catalog = catalog
    }

    var list: ControlPage {
        let entries = HTMLTable(
            caption: "What the vendors document, and how to see it here", columns: ["Entry", "Vendor", "Symptom"],
            rows: catalog.entries.map { [Self.link($0.id), $0.vendor.rawValue, HTMLText.escape($0.symptom)] })
        let reasons = HTMLTable(
            caption: "Why Drydock answers as it does", columns: ["Reason", "Symptom"],
            rows: catalog.reasons.map { [Self.link($0.code), HTMLText.escape($0.explanation.symptom)] })
        return ControlPage(title: "FAQ", content: entries.html + "\n" + reasons.html)
    }

    func page(_ entry: FAQEntry) -> ControlPage {
        var terms = [
            ("Symptom", "<code>\(HTMLText.escape(entry.symptom))</code>"), ("Cause", HTMLText.escape(entry.cause)),
            ("Fix", HTMLText.escape(entry.fix)),
            ("Scenario", "<code>\(HTMLText.escape(entry.scenario ?? "default"))</code>"),
        ]
        if !entry.reasons.isEmpty { terms.append(("Reasons", Self.links(entry.reasons))) }
        let page = HTMLText.escape(entry.page)
        terms.append(
            (
                "Vendor",
                "\(entry.vendor.rawValue); \(HTMLText.escape(entry.source)), from <a href=\"\(page)\">\(page)</a>"
            ))
        let recipe = """
            <h2 id="commands">Commands</h2>
            <div class="wide" role="region" aria-labelledby="commands" tabindex="0">\
            <pre><code>\(HTMLText.escape(entry.recipe))</code></pre></div>
            """
        return ControlPage(title: entry.title, content: Self.definitions(terms) + "\n" + recipe + "\n" + Self.backLink)
    }

    func page(_ reason: ExplainedReason) -> ControlPage {
        var terms = [
            ("Symptom", HTMLText.escape(reason.explanation.symptom)),
            ("Cause", HTMLText.escape(reason.explanation.cause)),
            ("Fix", HTMLText.escape(reason.explanation.fix)),
        ]
        let entries = catalog.entries(naming: reason.code)
        if !entries.isEmpty { terms.append(("In the vendor's FAQ", Self.links(entries.map(\.id)))) }
        return ControlPage(title: reason.code, content: Self.definitions(terms) + "\n" + Self.backLink)
    }

    private static let backLink = "<p><a href=\"/_drydock/faq\">All entries and reasons</a></p>"

    private static func definitions(_ terms: [(name: String, markup: String)]) -> String {
        let items = terms.map { "<dt>\($0.name)</dt><dd>\($0.markup)</dd>" }
        return "<dl>\n" + items.joined(separator: "\n") + "\n</dl>"
    }

    private static func links(_ ids: [String]) -> String { ids.map(link).joined(separator: ", ") }

    /// Ids and codes are our own: nothing in them needs escaping.
    private static func link(_ id: String) -> String { "<a href=\"/_drydock/faq/\(id)\"><code>\(id)</code></a>" }
}
