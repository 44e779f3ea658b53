import HTTPTypes
import Kernel
import KernelHTTP

/// Shows documented failures: `/faq/{id}/reproduce` and `/faq/{id}/fix`, for the buttons of an entry's page and for programs.
enum ReproductionController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "reproduceFailure", .post, "/faq/{id}/reproduce", "Shows a documented failure in a world of its own",
            workload: .long, waiting: { try await show(.failure, $0) }),
        .control(
            "showFix", .post, "/faq/{id}/fix",
            "Shows a documented failure in a world of its own, and that the fix mends it",
            workload: .long, waiting: { try await show(.fix, $0) }),
    ]

    @Sendable private static func show(_ extent: Reproduction.Extent, _ call: ControlCall) async throws -> Reply {
        do {
            let catalog = try call.worlds.faq
            let id = call.parameter("id")
            guard let entry = catalog.entry(id) else {
                throw ControlRefusal(.notFound, catalog.complaint(about: id), code: ControlReason.reasonUnknown)
            }
            let reproduction = try await Reproduction(entry, to: extent, of: call)
            guard call.prefersPage else { return .json(.ok, reproduction) }
            return FAQPage(catalog, of: try call.worldName()).page(entry, showing: reproduction).reply()
        } catch let refusal as ControlRefusal where call.prefersPage {
            return RefusalPage.reply(refusal, of: call)
        }
    }
}

// MARK: - Wire form

extension Reproduction: JSONWritable {
    /// `{id, world, shown, mended, exchanges, leftOut}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", entry.id)
            json.member("world", world.description)
            json.member("shown", failed.isEmpty ? Bool?.none : isShown)
            json.member("mended", isMended)
            json.member(
                "exchanges",
                failed.map { ShownExchange($0, part: "fails") }
                    + (worked ?? []).map { ShownExchange($0, part: "works") })
            json.member("leftOut", leftOut)
        }
    }
}

/// `{part, method, target, request, status, reason, body}`
private struct ShownExchange: JSONWritable {
    private let exchange: MadeExchange
    private let part: String

    init(_ exchange: MadeExchange, part: String) {
        self.exchange = exchange
        self.part = part
    }

    func write(to json: inout JSONWriter) {
        let mask = SecretMask.masking
        json.object { json in
            json.member("part", part)
            json.member("method", exchange.request.method.rawValue)
            json.member("target", mask.text(exchange.target))
            json.member("request", exchange.number)
            json.member("status", exchange.response.status.code)
            json.member("reason", exchange.reason.map { ShownReason($0, mask: mask) })
            switch MaskedBody(exchange.responseBody, mask: mask) {
            case .json(let value): json.member("body", value)
            case let body: json.member("body", body.onPage)
            }
        }
    }
}

extension MadeExchange {
    /// What is asked for: a path, or where a tunnel leads.
    fileprivate var target: String { request.path ?? request.authority ?? "/" }
}

// MARK: - Page

/// The buttons that show a failure and its fix, and what came of it.
struct ReproductionPanel {
    private let entry: FAQEntry
    private let reproduction: Reproduction?
    private let origin: WorldName

    /// The panel of an entry's page.
    ///
    /// - Parameters:
    ///   - reproduction: what was shown just now; nil if nothing was.
    ///   - world: where the page's links lead back to.
    init(_ entry: FAQEntry, _ reproduction: Reproduction?, from world: WorldName) {
        self.entry = entry
        self.reproduction = reproduction
        origin = world
    }

    var markup: Markup {
        """
        <section class="panel shown" id="shown" aria-labelledby="shown-title"><h2 id="shown-title">\(title)</h2>
        \(introduction)
        \(buttons)
        \(reproduction.map(outcome))
        </section>
        """
    }

    private var recipe: Recipe? { try? Recipe(entry) }

    private var canFail: Bool { recipe?.canFail ?? false }

    private var canWork: Bool { recipe?.canWork ?? false }

    private var title: String { canFail || !canWork ? "Reproduce it here" : "See it here" }

    private var introduction: Markup {
        guard canFail || canWork else {
            return "<p>No server can show this one: its commands, below, are for a terminal.</p>"
        }
        return """
            <p>In a world of its own, <code>\(Reproduction.world(of: entry).description)</code>, which begins anew each time: \
            what the commands below ask is asked, and stays there to look at.</p>
            """
    }

    private var buttons: Markup {
        guard canFail || canWork else { return .empty }
        let isShown = reproduction != nil
        let fail: Markup =
            canFail ? button("reproduce", isShown ? "Reproduce it again" : "Reproduce it", isPlain: isShown) : .empty
        let fix: Markup =
            canWork
            ? button("fix", canFail ? "Apply the fix" : "Show it", isPlain: canFail && !isShown)
            : .empty
        return "<div class=\"buttons\">\(fail)\(fix)</div>"
    }

    private func button(_ path: String, _ words: String, isPlain: Bool) -> Markup {
        """
        <form method="post" action="/_drydock/faq/\(PercentCoding.encode(entry.id))/\(path)?world=\(origin.description)#shown"
        data-done="Shown below."><button\(isPlain ? " class=\"quiet-button\"" : Markup.empty)>\(words)</button></form>
        """
    }

    // MARK: What came of it

    private func outcome(of reproduction: Reproduction) -> Markup {
        let failed = reproduction.failed
        let failure: Markup =
            failed.isEmpty
            ? .empty
            : """
            <h3><span class="tag \(reproduction.isShown ? "bad" : "")">\
            \(reproduction.isShown ? "It fails" : "It does not fail")</span> \(failureWords(reproduction))</h3>
            \(calls(failed, in: reproduction))
            """
        let fix: Markup? = reproduction.worked.map { worked in
            let isMended = reproduction.isMended == true
            return """
                <h3><span class="tag \(isMended ? "good" : "bad")">\
                \(isMended ? "It works now" : "It still fails")</span> after the fix</h3>
                \(calls(worked, in: reproduction))
                """
        }
        let leftOut: Markup =
            reproduction.leftOut.isEmpty
            ? .empty : "<p class=\"quiet\">Left for a terminal: \(reproduction.leftOut.map { Markup.code($0) })</p>"
        return """
            \(failure)\(fix)\(leftOut)
            <p><a href="\(PageTab.requests.address(in: reproduction.world))">Look into this world</a></p>
            """
    }

    private func failureWords(_ reproduction: Reproduction) -> Markup {
        let isLiteral = reproduction.failed.contains { $0.text.contains(entry.symptom) }
        return isLiteral ? "with these words" : "and your client puts it in words of its own"
    }

    /// All calls, the last one open.
    private func calls(_ exchanges: [MadeExchange], in reproduction: Reproduction) -> Markup {
        let items = exchanges.enumerated().map { place, exchange in
            call(exchange, isOpen: place == exchanges.count - 1)
        }
        return "\(items)"
    }

    private func call(_ exchange: MadeExchange, isOpen: Bool) -> Markup {
        let mask = SecretMask.masking
        let lines = exchange.request.headerFields.map {
            "\($0.name.rawName): \(mask.header($0.name.canonicalName, $0.value))"
        }
        let head =
            ([
                "\(exchange.request.method.rawValue) \(mask.text(exchange.target))",
                "Host: \(exchange.request.authority ?? "")",
            ]
            + lines).joined(separator: "\n")
        let sent = MaskedBody(exchange.requestBody, mask: mask, longest: Self.longestBody).onPage
        let request = sent.isEmpty ? head : "\(head)\n\n\(sent)"
        let status = exchange.response.status
        let reason: Markup =
            exchange.reason.map { reason in
                """
                <p><a href="\(FAQAddress.of(reason.code, in: origin))"><strong>\(reason.code)</strong></a> \
                \(mask.text(reason.detail))</p>
                """
            } ?? .empty
        return """
            <details class="call"\(isOpen ? " open" : Markup.empty)><summary><span class="method">\
            \(exchange.request.method.rawValue)</span> <code>\(mask.text(exchange.target))</code> \
            <span class="status \(status.code >= 400 ? "client" : "fine")">\(status.code)</span> \
            \(status.reasonPhrase)</summary>
            \(reason)
            <div class="sides"><pre tabindex="0"><code>\(request)</code></pre>
            <pre tabindex="0"><code>\(answer(exchange, mask))</code></pre></div>
            </details>
            """
    }

    private func answer(_ exchange: MadeExchange, _ mask: SecretMask) -> String {
        let status = exchange.response.status
        let body = MaskedBody(exchange.responseBody, mask: mask, longest: Self.longestBody)
        return "\(status.code) \(status.reasonPhrase)\n\n\(body.onPage)"
    }

    private static let longestBody = 16 * 1024
}
