import HTTPTypes
package import Kernel
import KernelHTTP

/// The FAQ, as pages for people and as JSON for programs: `/faq` and `/faq/{id}`.
enum FAQController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "listFAQ", .get, "/faq", "Lists the documented failures and the reasons of refusals", workload: .long,
            handle: list),
        .control("getFAQEntry", .get, "/faq/{id}", "Explains a failure or a reason", workload: .long, handle: read),
    ]

    @Sendable private static func list(_ call: ControlCall) throws -> Reply {
        let catalog = try call.worlds.faq
        return call.prefersPage ? FAQPage(catalog).list.reply() : .json(.ok, catalog)
    }

    /// An entry by its id, or a reason by its code: the hints of refusals lead here.
    @Sendable private static func read(_ call: ControlCall) throws -> Reply {
        let id = call.parameter("id")
        let catalog = try call.worlds.faq
        if let entry = catalog.entry(id) {
            return call.prefersPage ? FAQPage(catalog).page(entry).reply() : .json(.ok, entry)
        }
        if let reason = catalog.reason(id) {
            return call.prefersPage ? FAQPage(catalog).page(reason).reply() : .json(.ok, reason)
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
        entries = byVendor.flatMap { vendor, entries in
            entries.map { entry in
                var entry = entry
                entry.vendor = vendor
                return entry
            }
        }
        self.reasons = reasons.sorted { $0.code < $1.code }
        entryByID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        reasonByCode = Dictionary(reasons.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The entry of this id; nil if there is none.
    func entry(_ id: String) -> FAQEntry? { entryByID[id] }

    /// The reason of this code; nil if there is none.
    func reason(_ code: String) -> ExplainedReason? { reasonByCode[code] }

    /// The entries that name a reason.
    func entries(naming reason: String) -> [FAQEntry] { entries.filter { $0.reasons.contains(reason) } }

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
