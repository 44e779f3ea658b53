import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// All that is known of one exchange: both sides, why, what mends it, and how to have it again.
struct RequestPage {
    private let entry: JournalEntry
    private let world: any ControlledWorld
    private let nearest: Nearest?
    private let mask: SecretMask
    private let faq: FAQCatalog

    /// The page of an entry of this world's journal.
    init(
        _ entry: JournalEntry, in world: any ControlledWorld, nearest: Nearest?, mask: SecretMask, faq: FAQCatalog
    ) {
        self.entry = entry
        self.world = world
        self.nearest = nearest
        self.mask = mask
        self.faq = faq
    }

    /// The page.
    var page: ControlPage {
        ControlPage(
            title: "Request \(entry.number)",
            content: """
                \(headline)
                \(diagnosis)
                <div class="sides">\(ExchangeSide.request(entry, mask).markup)\(ExchangeSide.response(entry, mask).markup)</div>
                \(RequestCopies(entry, mask: mask).markup)
                \(sent)
                \(neighbours)
                """,
            world: world.name, tab: .requests)
    }

    private var headline: Markup {
        """
        <p class="summary"><span><span class="method">\(entry.request.method.rawValue)</span>
        <code>\(mask.text(entry.request.path ?? "/"))</code></span>
        <span>\(entry.operation ?? "no operation")</span><span>\(entry.receivedAt.description)</span>
        <span>answered \(entry.statusMarkup) \(entry.response.status.reasonPhrase)</span></p>
        """
    }

    // MARK: Why

    private var diagnosis: Markup {
        var facts: [(name: String, markup: Markup)] = []
        if let reason = entry.reason {
            facts.append(("Why", "<strong>\(reason.code)</strong> \(mask.text(reason.detail))"))
            if let explanation = faq.reason(reason.code)?.explanation {
                facts.append(("Cause", "\(explanation.cause)"))
                facts.append(("Fix", "<strong>\(explanation.fix)</strong>"))
            }
            facts.append(("Read more", links(of: reason)))
            if let call = nextCall(after: reason) { facts.append(("What works", call)) }
        }
        if let rule = entry.rule { facts.append(("Rule", "<code>\(rule)</code> acted on this request")) }
        if let connection = entry.connection {
            facts.append(("Connection", .code(JSONWriter.text(connection))))
        }
        if let nearest { facts.append(("Closest", "\(nearest.message)")) }
        guard !facts.isEmpty else { return .empty }
        return """
            <section class="panel" aria-labelledby="why"><h2 id="why">\(entry.isBad ? "Why it failed" : "Why")</h2>
            \(Markup.facts(facts))</section>
            """
    }

    private func links(of reason: Reason) -> Markup {
        let ids = [reason.code] + faq.entries(naming: reason.code).map(\.id)
        return .listed(ids.map { .link(FAQAddress.of($0, in: world.name), $0) })
    }

    /// The part of a documented failure's commands that works.
    private func nextCall(after reason: Reason) -> Markup? {
        guard let entry = faq.entries(naming: reason.code).first, let works = entry.part("Works") else { return nil }
        return Markup.preformatted(works, label: "Commands that work")
    }

    // MARK: Around it

    /// What Drydock sent between this request and the next one.
    private var sent: Markup {
        let entries = world.journal.sent(after: entry.number, limit: 50)
        let sections = entries.map { sent in
            """
            <h3><span class="method">\(sent.request.method.rawValue)</span> <code>\(mask.text(sent.url))</code>
            \(sent.statusMarkup)</h3>
            \(sent.reason.map { "<p><strong>\($0.code)</strong> \(mask.text($0.detail))</p>" as Markup })
            <div class="sides">\(ExchangeSide.request(sent, mask).markup)\(ExchangeSide.response(sent, mask).markup)</div>
            """ as Markup
        }
        guard !sections.isEmpty else { return .empty }
        return
            "<section aria-labelledby=\"sent\"><h2 id=\"sent\">What Drydock sent after it</h2>\(sections)</section>"
    }

    private var neighbours: Markup {
        let name = world.name.description
        let number = entry.number
        let before: Markup =
            number > 1 ? "<a href=\"/_drydock/requests/\(number - 1)?world=\(name)\">Request \(number - 1)</a>" : .empty
        let after: Markup =
            world.journal.entry(ofRequest: number + 1) != nil
            ? "<a href=\"/_drydock/requests/\(number + 1)?world=\(name)\">Request \(number + 1)</a>" : .empty
        let rewind = PageForm.button(
            "rewindWorld", "Put the world back to before this request", [("before:int", "\(number)")], in: world.name,
            ask: "Undo request \(number) and all after it?", done: "The world is what it was before request \(number).")
        return "<div class=\"buttons more\">\(before) \(after) \(rewind)</div>"
    }
}

/// One side of an exchange: a first line, headers, a body.
private struct ExchangeSide {
    private static let longestBody = 64 * 1024

    private let title: String
    private let firstLine: String
    private let headers: HTTPFields
    private let body: ByteBuffer
    private let mask: SecretMask

    static func request(_ entry: JournalEntry, _ mask: SecretMask) -> ExchangeSide {
        var headers = entry.request.headerFields
        if let host = HTTPField.Name("Host"), let authority = entry.request.authority { headers[host] = authority }
        return ExchangeSide(
            title: "Request", firstLine: "\(entry.request.method.rawValue) \(mask.text(entry.request.path ?? "/"))",
            headers: headers, body: entry.requestBody, mask: mask)
    }

    static func response(_ entry: JournalEntry, _ mask: SecretMask) -> ExchangeSide {
        ExchangeSide(
            title: "Answer", firstLine: "\(entry.response.status.code) \(entry.response.status.reasonPhrase)",
            headers: entry.response.headerFields, body: entry.responseBody, mask: mask)
    }

    var markup: Markup {
        let lines = headers.map { "\($0.name.rawName): \(mask.header($0.name.canonicalName, $0.value))" }
        return """
            <section class="panel"><h2>\(title)</h2>
            <p><code>\(firstLine)</code></p>
            <details><summary>\(lines.count) headers</summary>
            \(Markup.preformatted(lines.joined(separator: "\n"), label: "\(title): headers"))</details>
            \(shownBody)
            </section>
            """
    }

    private var shownBody: Markup {
        let shown = MaskedBody(body, mask: mask, longest: Self.longestBody)
        return switch shown {
        case .empty: "<p class=\"quiet\">No body.</p>"
        case .bytes, .tooLong: "<p class=\"quiet\">\(shown.onPage)</p>"
        case .json, .text: Markup.preformatted(shown.onPage, label: "\(title): body")
        }
    }
}
