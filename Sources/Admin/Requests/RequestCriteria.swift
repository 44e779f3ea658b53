import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Which exchanges are meant: a rule's `on` and `when`, and terms about the answer. All that are given must hold.
struct RequestCriteria: Codable, Sendable, ObjectDescribed {
    /// What the members are for.
    static let descriptions: [String: FieldDescription] = [
        "on": "The operation, for example anchor.createSession; `*` stands for any run of characters.",
        "when": "What the request must have besides, as a rule has it.",
        "status": "The answer's status, for example 404 or 4xx.",
        "reason": "The code of the answer's reason, with `*`.",
        "direction": "Whether a client sent the request, or Drydock did; both where it is absent.",
        "since": "The number of the request that all of these come after, or the instant that they come from.",
    ]

    static let objectDescription = ObjectDescription(descriptions)

    /// The operation; nil for any request, also one that reaches none.
    var on: OperationPattern?
    /// What the request must have besides.
    var when: RuleConditions?
    /// The answer's status.
    var status: StatusPattern?
    /// The code of the reason, with `*`.
    var reason: OperationPattern?
    /// Who sent the request.
    var direction: ExchangeDirection?
    /// After which exchange or instant they come.
    var since: JournalPosition?

    /// Operation and conditions.
    var pattern: RequestPattern { RequestPattern(on: on, when: when) }

    /// Whether any term is given.
    var isGiven: Bool {
        on != nil || when != nil || status != nil || reason != nil || direction != nil || since != nil
    }

    /// Whether an exchange is meant; false where the budget is used up before that is known.
    func accept(_ request: PastRequest, within budget: inout MatchBudget) -> Bool {
        budget.spend(1) && acceptsPosition(of: request.entry) && acceptsAnswer(of: request.entry)
            && pattern.fits(operation: request.entry.operation, subject: request, within: &budget)
    }

    /// Whether an exchange came late enough.
    func acceptsPosition(of entry: JournalEntry) -> Bool { since.map { $0.accepts(entry) } ?? true }

    private func acceptsAnswer(of entry: JournalEntry) -> Bool {
        status.map { $0.matches(entry.response.status.code) } ?? true
            && reason.map(entry.hasReason) ?? true
            && direction.map { $0 == entry.direction } ?? true
    }
}

// MARK: - In words

extension RequestCriteria {
    /// What is meant, for example `anchor.createSession where body.identities.0.id is "1c2d"`.
    func words(mask: SecretMask) -> String {
        let conditions = conditions(mask)
        let what = on?.description ?? "any request"
        return conditions.isEmpty ? what : "\(what) where \(conditions.joined(separator: " and "))"
    }

    private func conditions(_ mask: SecretMask) -> [String] {
        var all: [String] = []
        func add(_ part: RequestMismatch.Part, _ matchers: [String: Matcher]?) {
            for (name, matcher) in (matchers ?? [:]).sorted(by: { $0.key < $1.key }) {
                all.append("\(part.rawValue).\(name) \(Self.words(matcher, part, name, mask))")
            }
        }
        if let method = when?.method { all.append("method \(Self.words(method, .method, "", mask))") }
        if let urlPath = when?.urlPath { all.append("urlPath \(Self.words(urlPath, .urlPath, "", mask))") }
        add(.path, when?.path)
        add(.query, when?.query)
        add(.header, when?.header)
        add(.body, when?.body)
        if let status { all.append("status is \(status)") }
        if let reason { all.append("reason is \(reason)") }
        switch direction {
        case .incoming: all.append("a client sent it")
        case .outgoing: all.append("Drydock sent it")
        case nil: break
        }
        switch since {
        case .behind(let number): all.append("it came after request \(number)")
        case .from(let moment): all.append("it came at \(moment) or later")
        case nil: break
        }
        return all
    }

    private static func words(
        _ matcher: Matcher, _ part: RequestMismatch.Part, _ name: String, _ mask: SecretMask
    ) -> String {
        func text(_ value: JSONValue) -> String { ShownMismatch.text(value, part: part, name: name, mask) }
        return switch matcher {
        case .equals(let value): "is \(text(value))"
        case .contains(let part): "contains \(text(.string(part)))"
        case .matches(let pattern): "matches \(text(.string(pattern.source)))"
        case .present: "is present"
        case .absent: "is absent"
        }
    }
}

// MARK: - What criteria look at

/// An exchange of the journal, as a rule looks at a request.
///
/// Body and query are parsed once, however many criteria look at them.
struct PastRequest: RuleSubject {
    private final class Parsed {
        var body: JSONValue??
        var query: NamedValues?
    }

    let entry: JournalEntry
    let operations: OperationPaths
    private let parsed = Parsed()

    init(entry: JournalEntry, operations: OperationPaths) {
        self.entry = entry
        self.operations = operations
    }

    var method: String { entry.request.method.rawValue }

    var urlPath: String { String((entry.request.path ?? "/").prefix { $0 != "?" }) }

    func header(_ name: String) -> String? {
        if name.lowercased() == "host" { return entry.request.authority }
        return HTTPField.Name(name).flatMap { entry.request.headerFields[$0] }
    }

    func query(_ name: String) -> String? {
        if let query = parsed.query { return query[name] }
        let target = entry.request.path ?? ""
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        let query = mark.map { NamedValues(urlEncoded: target[target.index(after: $0)...]) } ?? NamedValues()
        parsed.query = query
        return query[name]
    }

    func pathParameter(_ name: String) -> String? {
        entry.operation.flatMap { operations.parameter(name, in: urlPath, of: $0) }
    }

    var bodyValue: JSONValue? {
        if let body = parsed.body { return body }
        let body = try? JSONParser.parse(entry.requestBody.readableBytesView)
        parsed.body = .some(body)
        return body
    }
}

/// The paths of the operations, to find the parameters in a path again: the journal does not keep them.
struct OperationPaths: Sendable {
    private let templates: [String: [Substring]]

    init(_ endpoints: [Endpoint]) {
        templates = Dictionary(endpoints.map { ($0.name, $0.path.split(separator: "/")) }) { first, _ in first }
    }

    /// The parameter `name`, decoded, of a path that reached `operation`; nil if its template has none.
    func parameter(_ name: String, in path: String, of operation: String) -> String? {
        guard let template = templates[operation], let index = template.firstIndex(of: "{\(name)}") else { return nil }
        let segments = path.split(separator: "/")
        guard segments.count == template.count else { return nil }
        return PercentCoding.decode(segments[index], plusIsSpace: false)
    }
}
