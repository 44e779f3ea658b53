import HTTPTypes
import Kernel
import KernelHTTP

/// `/faq` and `/faq/{id}`: a page for a person, JSON for a program.
enum FAQController {
    @Sendable static func list(_ call: ControlCall) -> Reply {
        let list = FAQList(entries: FAQCatalog.entries, reasons: ReasonCatalog.entries)
        return call.prefersPage ? FAQPage.page(list).reply() : .json(.ok, list)
    }

    /// An FAQ entry by its id, or a reason by its code: where the hints of refusals lead.
    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        let id = call.parameter("id")
        if let entry = FAQCatalog.entry(id) {
            return call.prefersPage ? FAQPage.page(entry).reply() : .json(.ok, entry)
        }
        if let reason = ReasonCatalog.entry(id) {
            return call.prefersPage ? FAQPage.page(reason).reply() : .json(.ok, reason)
        }
        throw ControlRefusal(.notFound, FAQText.complaint(about: id), code: "reason.unknown")
    }
}

/// A failure, or a question, that a vendor documents: what it looks like, why it happens, what mends it, how to see it here.
struct FAQEntry: Sendable {
    /// What it is found by: `drydock faq ID`, `GET /_drydock/faq/{id}`.
    let id: String
    let vendor: FAQVendor
    /// In one line, for lists.
    let title: String
    /// The exact text that a client shows, or the question of the vendor's FAQ.
    let symptom: String
    let cause: String
    let fix: String
    /// Where the vendor's fact is collected, as `anon.md 2.9`.
    let source: String
    /// The scenario that a world needs to show it; nil where `default` is enough.
    let scenario: String?
    /// The codes that `X-Drydock-Reason` has when it happens.
    let reasons: [String]
    /// Shell commands that show it with a server on <http://127.0.0.1:4010>.
    let recipe: String

    /// An entry whose recipe begins by loading its scenario.
    init(
        _ id: String, _ vendor: FAQVendor, title: String, symptom: String, cause: String, fix: String, source: String,
        scenario: String? = nil, reasons: [String] = [], recipe: FAQRecipe
    ) {
        self.id = id
        self.vendor = vendor
        self.title = title
        self.symptom = symptom
        self.cause = cause
        self.fix = fix
        self.source = source
        self.scenario = scenario
        self.reasons = reasons
        self.recipe = recipe.text(scenario: scenario)
    }
}

/// Whose documented failure an FAQ entry is about; the lists are grouped by it.
enum FAQVendor: String, CaseIterable, Sendable {
    case anon, anchor
}

/// Every failure that the vendors document, and every question of their FAQs.
enum FAQCatalog {
    /// Anon's in the order of its troubleshooting pages, then Anchor's.
    static let entries: [FAQEntry] = [
        userPools, keySets, crossOrigin, linkClients, linkTokens, identityProviders, project, appUsers, tunnel,
        sessions,
        linkURLs, questions, anchorAccess, anchorIdentities, anchorSessions,
    ].flatMap { $0 }

    /// The entry of this id.
    static func entry(_ id: String) -> FAQEntry? { byID[id] }

    /// The ids, in the order of the entries.
    static var ids: [String] { entries.map(\.id) }

    /// The entries in which a reason occurs.
    static func entries(naming reason: String) -> [FAQEntry] { entries.filter { $0.reasons.contains(reason) } }

    private static let byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

/// Every code that a reason can have, explained.
enum ReasonCatalog {
    /// By code, in alphabetical order.
    static let entries: [ReasonCode] = [
        requests, control, snapshots, keysAndTokens, objects, page, sessions, anonAccess, anonTokens, anonKeySets,
        anonLinking,
    ].flatMap { $0 }.sorted { $0.code < $1.code }

    /// The explanation of `code`.
    static func entry(_ code: String) -> ReasonCode? { byCode[code] }

    /// The codes in alphabetical order.
    static var codes: [String] { entries.map(\.code) }

    private static let byCode = Dictionary(entries.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}

/// All FAQ entries, and all reasons that are explained.
struct FAQList: JSONWritable {
    let entries: [FAQEntry]
    let reasons: [ReasonCode]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("entries", entries)
            json.member("reasons", reasons)
        }
    }
}

extension FAQEntry: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("vendor", vendor.rawValue)
            json.member("title", title)
            json.member("symptom", symptom)
            json.member("cause", cause)
            json.member("fix", fix)
            json.member("source", source)
            json.member("scenario", scenario)
            json.member("recipe", recipe)
            json.member("reasons", reasons)
        }
    }
}
