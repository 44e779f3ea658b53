import HTTPTypes
package import Kernel
import KernelHTTP

/// The FAQ, as pages for people and as JSON for programs: `/faq` and `/faq/{id}`.
enum FAQController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "listFAQ", .get, "/faq", "Lists the documented failures and the reasons of refusals", query: ["q"],
            workload: .long, handle: list),
        .control("getFAQEntry", .get, "/faq/{id}", "Explains a failure or a reason", workload: .long, handle: read),
    ]

    @Sendable private static func list(_ call: ControlCall) throws -> Reply {
        let words = call.query("q") ?? ""
        let catalog = try call.worlds.faq.having(words)
        return call.prefersPage ? FAQPage(catalog, of: try call.worldName()).list(words).reply() : .json(.ok, catalog)
    }

    /// An entry by its id, or a reason by its code: the hints of refusals lead here.
    @Sendable private static func read(_ call: ControlCall) throws -> Reply {
        let id = call.parameter("id")
        let catalog = try call.worlds.faq
        if let entry = catalog.entry(id) {
            return call.prefersPage ? FAQPage(catalog, of: try call.worldName()).page(entry).reply() : .json(.ok, entry)
        }
        if let reason = catalog.reason(id) {
            return call.prefersPage ? try ReasonPage(reason, catalog, of: call).page.reply() : .json(.ok, reason)
        }
        throw ControlRefusal(.notFound, catalog.complaint(about: id), code: ControlReason.reasonUnknown)
    }
}

/// A failure or a question that a vendor documents: what it looks like, why it happens, how to mend it, how to see it here.
/// `Fixtures/faq` has the entries.
package struct FAQEntry: Decodable, Sendable {
    /// How it is found: `drydock faq ID`, `GET /_drydock/faq/{id}`.
    let id: String
    /// Whose failure it is. The catalog sets it, by the file that the entry comes from.
    fileprivate(set) var vendor = FAQVendor.anon
    /// One line, for lists.
    let title: String
    /// The exact text that a client shows, or the question in the vendor's FAQ.
    let symptom: String
    let cause: String
    let fix: String
    /// Where the vendor's fact is collected: a section of `Fixtures/contract`, as `anon.md 2.9`.
    let source: String
    /// The page that says so, for everybody to open.
    let page: String
    /// The scenario that a world needs to show it; nil if `default` is enough.
    let scenario: String?
    private let reasonCodes: [String]?
    /// Shell commands that show it with a server at <http://127.0.0.1:4010>, in parts that begin with `# Before:`, `# Fails:`
    /// and `# Works:`.
    let recipe: String

    private enum CodingKeys: String, CodingKey {
        case id, title, symptom, cause, fix, source, page, scenario
        case reasonCodes = "reasons"
        case recipe
    }

    /// The codes in `X-Drydock-Reason` when it happens.
    var reasons: [String] { reasonCodes ?? [] }

    /// The part of the recipe below `# Before:`, `# Fails:` or `# Works:`, without that line; nil if there is none.
    func part(_ name: String) -> String? {
        let lines = recipe.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("# \(name):") }) else { return nil }
        let rest = lines[lines.index(after: start)...]
        let end = rest.firstIndex { line in ["Before", "Fails", "Works"].contains { line.hasPrefix("# \($0):") } }
        return rest[..<(end ?? rest.endIndex)].joined(separator: "\n")
    }
}

/// Whose documented failure an FAQ entry is about; the lists are grouped by it.
package enum FAQVendor: String, CaseIterable, Sendable {
    case anon, anchor
}

/// Every failure that the vendors document, every question of their FAQs, and every code that a reason can have, explained.
package struct FAQCatalog: Sendable {
    /// Anon's in the order of its troubleshooting pages, then Anchor's.
    let entries: [FAQEntry]
    /// The reasons in alphabetical order of their codes.
    let reasons: [ExplainedReason]
    private let entryByID: [String: FAQEntry]
    private let reasonByCode: [String: ExplainedReason]

    /// A catalog of each vendor's entries, in their order, and of all reasons.
    package init(anon: [FAQEntry], anchor: [FAQEntry], reasons: [ExplainedReason]) {
        let byVendor: [(FAQVendor, [FAQEntry])] = [(.anon, anon), (.anchor, anchor)]
        self.init(
            entries: byVendor.flatMap { vendor, entries in
                entries.map { entry in
                    var entry = entry
                    entry.vendor = vendor
                    return entry
                }
            }, reasons: reasons.sorted { $0.code < $1.code })
    }

    private init(entries: [FAQEntry], reasons: [ExplainedReason]) {
        self.entries = entries
        self.reasons = reasons
        entryByID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        reasonByCode = Dictionary(reasons.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The entry of this id; nil if there is none.
    func entry(_ id: String) -> FAQEntry? { entryByID[id] }

    /// The reason of this code; nil if there is none.
    func reason(_ code: String) -> ExplainedReason? { reasonByCode[code] }

    /// The entries that name a reason.
    func entries(naming reason: String) -> [FAQEntry] { entries.filter { $0.reasons.contains(reason) } }

    /// The entries and reasons that have each of these words somewhere, whatever their case; all of them for no words.
    func having(_ words: String) -> FAQCatalog {
        let words = words.split(whereSeparator: \.isWhitespace).prefix(Self.mostWords).map { $0.lowercased() }
        guard !words.isEmpty else { return self }
        func fit(_ texts: [String]) -> Bool {
            let text = texts.joined(separator: "\n").lowercased()
            return words.allSatisfy { text.contains($0) }
        }
        return FAQCatalog(
            entries: entries.filter { fit([$0.id, $0.title, $0.symptom, $0.cause, $0.fix] + $0.reasons) },
            reasons: reasons.filter { reason in
                let explanation = reason.explanation
                return fit([reason.code, explanation.symptom, explanation.cause, explanation.fix])
            })
    }

    /// How many words of a search are looked at.
    private static let mostWords = 20

    /// What to say if there is neither an entry nor a reason of this id.
    package func complaint(about id: String) -> String {
        "There is no FAQ entry and no reason \(id)"
            + TextSuggestion.question(about: id, among: entries.map(\.id) + reasons.map(\.code))
    }
}

// MARK: - Wire forms

extension FAQCatalog: JSONWritable {
    /// `{entries, reasons}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("entries", entries)
            json.member("reasons", reasons)
        }
    }
}

extension FAQEntry: JSONWritable {
    /// `{id, vendor, title, symptom, cause, fix, source, page, scenario, recipe, reasons}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("vendor", vendor.rawValue)
            json.member("title", title)
            json.member("symptom", symptom)
            json.member("cause", cause)
            json.member("fix", fix)
            json.member("source", source)
            json.member("page", page)
            json.member("scenario", scenario)
            json.member("recipe", recipe)
            json.member("reasons", reasons)
        }
    }
}
