import Kernel
import KernelHTTP

/// The pages of the FAQ: the list with its search, and a page for each entry.
struct FAQPage {
    private let catalog: FAQCatalog
    private let world: WorldName

    /// The pages for somebody who has come from this world.
    init(_ catalog: FAQCatalog, of world: WorldName) {
        self.catalog = catalog
        self.world = world
    }

    // MARK: The list

    /// All entries and reasons of the catalog, which are those that were searched for.
    func list(_ words: String) -> ControlPage {
        page("FAQ", "\(search(words))\(counts(words))\(FAQVendor.allCases.map(entries))\(reasons)")
    }

    private func search(_ words: String) -> Markup {
        """
        <form class="line-form faq-search" method="get" action="/_drydock/faq" role="search">
        <input type="hidden" name="world" value="\(world.description)">
        <label for="faq-words">What do you see?</label>
        <input id="faq-words" type="search" name="q" value="\(words)" maxlength="200" spellcheck="false"
        placeholder="a message, a status, a reason">
        <button>Search</button></form>
        """
    }

    private func counts(_ words: String) -> Markup {
        guard words.contains(where: { !$0.isWhitespace }) else {
            return "<p class=\"quiet\">Failures and questions that the vendors document, and why Drydock refuses.</p>"
        }
        let entries = catalog.entries.count
        let reasons = catalog.reasons.count
        guard entries + reasons > 0 else {
            return """
                <p class="note">Nothing has all of these words. Fewer find more; \
                <a href="\(PageTab.faq.address(in: world))">all entries</a> are on one page.</p>
                """
        }
        return """
            <p class="quiet">\(entries == 1 ? "1 entry" : "\(entries) entries"), \
            \(reasons == 1 ? "1 reason" : "\(reasons) reasons"). \
            <a href="\(PageTab.faq.address(in: world))">All</a></p>
            """
    }

    private func entries(of vendor: FAQVendor) -> Markup {
        let items = catalog.entries.filter { $0.vendor == vendor }.map { entry in
            """
            <li><a href="\(address(entry.id))">\(entry.title)</a>
            <code class="console-line">\(entry.symptom)</code></li>
            """ as Markup
        }
        guard !items.isEmpty else { return .empty }
        return """
            <section aria-labelledby="faq-\(vendor.rawValue)"><h2 id="faq-\(vendor.rawValue)">\(vendor.title)</h2>
            <ul class="faq-list">\(items)</ul></section>
            """
    }

    private var reasons: Markup {
        guard !catalog.reasons.isEmpty else { return .empty }
        let rows = catalog.reasons.map { [link($0.code), "\($0.explanation.symptom)"] as [Markup] }
        return """
            <section aria-labelledby="faq-reasons"><h2 id="faq-reasons">Reasons</h2>
            \(Markup.table("Why Drydock answers as it does", columns: ["Reason", "Symptom"], rows: rows))</section>
            """
    }

    // MARK: An entry

    /// What an entry says, and what was shown of it, if it was.
    func page(_ entry: FAQEntry, showing reproduction: Reproduction? = nil) -> ControlPage {
        var facts: [(name: String, markup: Markup)] = [
            ("Cause", "\(entry.cause)"), ("Fix", "<strong>\(entry.fix)</strong>"),
        ]
        if !entry.reasons.isEmpty { facts.append(("Reasons", links(entry.reasons))) }
        facts.append(("Scenario", .code(entry.scenario ?? "default")))
        facts.append(
            ("Source", "\(entry.vendor.title): \(entry.source), from \(Markup.link(entry.page, entry.page))"))
        return page(
            entry.title,
            """
            <h2>What you see</h2>
            <div class="console">\(Markup.preformatted(entry.symptom, label: "What you see"))</div>
            \(Markup.facts(facts))
            \(ReproductionPanel(entry, reproduction, from: world).markup)
            <h2>Commands</h2>
            <div class="buttons"><button class="quiet-button" type="button" data-copy="recipe">Copy</button></div>
            <div id="recipe">\(Markup.preformatted(entry.recipe, label: "Commands"))</div>
            <p class="more"><a href="\(PageTab.faq.address(in: world))">All entries and reasons</a></p>
            """)
    }

    private func page(_ title: String, _ content: Markup) -> ControlPage {
        ControlPage(title: title, content: content, world: world, tab: .faq)
    }

    private func links(_ ids: [String]) -> Markup { .listed(ids.map(link)) }

    private func link(_ id: String) -> Markup { "<a href=\"\(address(id))\"><code>\(id)</code></a>" }

    private func address(_ id: String) -> String { FAQAddress.of(id, in: world) }
}

/// The page of a reason: what it means, what the vendors' FAQs say about it, and where it was given.
struct ReasonPage {
    private let reason: ExplainedReason
    private let catalog: FAQCatalog
    private let world: WorldName
    /// How many exchanges of the world had it; nil if there is no such world yet.
    private let uses: Int?

    /// The page for somebody who has come from the call's world. Throws `ControlRefusal` if that cannot be.
    init(_ reason: ExplainedReason, _ catalog: FAQCatalog, of call: ControlCall) throws {
        self.reason = reason
        self.catalog = catalog
        world = try call.worldName()
        // To read about a reason begins no world.
        uses =
            call.worlds.worlds.contains { [world] in $0.name == world }
            ? try call.world().journal.entries.lazy.filter { $0.reason?.code == reason.code }.count : nil
    }

    /// The page.
    var page: ControlPage {
        let explanation = reason.explanation
        return ControlPage(
            title: reason.code,
            content: """
                <h2>What you see</h2>
                <p>\(explanation.symptom) The answer has <code>X-Drydock-Reason: \(reason.code)</code>.</p>
                \(Markup.facts([
                    ("Cause", "\(explanation.cause)"), ("Fix", "<strong>\(explanation.fix)</strong>"),
                    ("In world \(world)", exchanges),
                ]))
                \(entries)
                <p class="more"><a href="\(PageTab.faq.address(in: world))">All entries and reasons</a></p>
                """,
            world: world, tab: .faq)
    }

    private var exchanges: Markup {
        let address = "/_drydock?world=\(world.description)&reason=\(PercentCoding.encode(reason.code))"
        guard let uses, uses > 0 else { return "No exchange has had it yet; \(Markup.link(address, "watch for it"))." }
        return
            "\(Markup.link(address, uses == 1 ? "1 exchange" : "\(uses) exchanges")) \(uses == 1 ? "has" : "have") had it."
    }

    private var entries: Markup {
        let entries = catalog.entries(naming: reason.code)
        guard !entries.isEmpty else { return .empty }
        let items = entries.map { entry in
            """
            <li><a href="\(FAQAddress.of(entry.id, in: world))">\(entry.title)</a> <span class="tag">\(entry.id)</span>
            <code class="console-line">\(entry.symptom)</code></li>
            """ as Markup
        }
        return """
            <section aria-labelledby="vendors-faq"><h2 id="vendors-faq">In the vendors’ documentation</h2>
            <ul class="faq-list">\(items)</ul></section>
            """
    }
}

/// Where entries and reasons are explained.
enum FAQAddress {
    /// The page of an id or code, for somebody who has come from this world.
    static func of(_ id: String, in world: WorldName) -> String {
        "/_drydock/faq/\(PercentCoding.encode(id))?world=\(world.description)"
    }
}

extension FAQVendor {
    /// As the vendor writes itself.
    var title: String {
        switch self {
        case .anon: "Anon"
        case .anchor: "Anchor Browser"
        }
    }
}
