import HTTPTypes
import Kernel
import KernelHTTP

/// Which exchanges of a journal a listing has, as the query says. All terms that are given must hold.
struct RequestFilter: Sendable {
    /// The query parameters that make a filter.
    static let names = [
        "operation", "method", "path", "status", "since", "unmatched", "reason", "direction", "limit",
    ]

    /// How many a listing has at most unless the call says otherwise.
    static let usualLimit = 1000

    /// The name of the operation, with `*` for any run of characters.
    private let operation: OperationPattern?
    /// The method, whatever its case.
    private let method: String?
    /// The path, with `*`; the query counts only if the pattern has one.
    private let path: OperationPattern?
    /// The answer's status.
    private let status: StatusPattern?
    /// Where the listing begins.
    private let since: JournalPosition?
    /// Only those that nothing was simulated for, or only the others; nil for both.
    var unmatched: Bool?
    /// The code of the reason, with `*`.
    private let reason: OperationPattern?
    /// Who sent the request; nil for both.
    private let direction: ExchangeDirection?
    /// How many at most; the newest stay.
    var limit = Self.usualLimit

    /// Reads the filter from a query.
    init(_ query: NamedValues) throws(ControlRefusal) {
        operation = query["operation"].map { OperationPattern($0) }
        method = query["method"]?.uppercased()
        path = query["path"].map { OperationPattern($0) }
        reason = query["reason"].map { OperationPattern($0) }
        status = try Self.value("status", in: query, form: StatusPattern.textForm, StatusPattern.init)
        since = try Self.value("since", in: query, form: JournalPosition.textForm, JournalPosition.init)
        unmatched = try Self.value("unmatched", in: query, form: "true or false", Bool.init)
        direction = try Self.value("direction", in: query, form: "incoming or outgoing") {
            ExchangeDirection(rawValue: $0)
        }
        let limit = try Self.value("limit", in: query, form: "a number from 1") { text in
            Int(text).flatMap { $0 > 0 ? $0 : nil }
        }
        self.limit = limit ?? self.limit
    }

    /// Whether all terms hold for `entry`.
    @Sendable func accepts(_ entry: JournalEntry) -> Bool {
        let target = entry.request.path ?? "/"
        return operation.map { pattern in entry.operation.map(pattern.matches) ?? false } ?? true
            && method.map { $0 == entry.request.method.rawValue } ?? true
            && path.map { $0.matches($0.description.contains("?") ? target : String(target.prefix { $0 != "?" })) }
                ?? true
            && status.map { $0.matches(entry.response.status.code) } ?? true
            && since.map { $0.accepts(entry) } ?? true
            && unmatched.map { $0 == entry.isUnmatched } ?? true
            && reason.map(entry.hasReason) ?? true
            && direction.map { $0 == entry.direction } ?? true
    }

    private static func value<Value>(
        _ name: String, in query: NamedValues, form: String, _ read: (String) -> Value?
    ) throws(ControlRefusal) -> Value? {
        guard let text = query[name] else { return nil }
        guard let value = read(text) else {
            throw .invalidQuery(["The query parameter \(name) must be \(form), not \"\(text)\""])
        }
        return value
    }
}

/// Which status codes are wanted: one, `404`, or a class, `4xx`.
enum StatusPattern: Equatable, Sendable {
    case exactly(Int)
    case inClass(Int)

    init?(_ text: String) {
        if let code = Int(text), (100...599).contains(code) {
            self = .exactly(code)
        } else if text.count == 3, text.lowercased().hasSuffix("xx"), let first = text.first?.wholeNumberValue,
            (1...5).contains(first)
        {
            self = .inClass(first)
        } else {
            return nil
        }
    }

    func matches(_ code: Int) -> Bool {
        switch self {
        case .exactly(let wanted): code == wanted
        case .inClass(let first): code / 100 == first
        }
    }
}

extension StatusPattern: TextDescribed {
    static let example = StatusPattern.exactly(404)
    static let textForm = "a status such as 404 or 4xx"
    static let pattern: String? = "^[1-5]([0-9][0-9]|[xX][xX])$"
    static let format: String? = nil

    var description: String {
        switch self {
        case .exactly(let code): "\(code)"
        case .inClass(let first): "\(first)xx"
        }
    }
}

/// Where a listing begins: after the request of this number, or with the first one at or after an instant.
enum JournalPosition: Equatable, Sendable {
    case behind(Int)
    case from(Moment)

    init?(_ text: String) {
        if let number = Int(text), number >= 0 {
            self = .behind(number)
        } else if let moment = Moment(text) {
            self = .from(moment)
        } else {
            return nil
        }
    }

    func accepts(_ entry: JournalEntry) -> Bool {
        switch self {
        // What Drydock sends has the number of the request that came before it.
        case .behind(let number): entry.number > number || entry.number == number && entry.direction == .outgoing
        case .from(let moment): entry.receivedAt >= moment
        }
    }
}

extension JournalPosition: TextDescribed {
    static let example = JournalPosition.behind(7)
    static let textForm = "a request's number or a date-time"
    static let pattern: String? = nil
    static let format: String? = nil

    var description: String {
        switch self {
        case .behind(let number): "\(number)"
        case .from(let moment): "\(moment)"
        }
    }
}

/// A value in a body that is read from its text, whether it is written as a string or as a number.
protocol TextDescribed: ScalarDescribed, CustomStringConvertible {
    /// Reads the text; nil if it has another form.
    init?(_ text: String)
}

extension TextDescribed {
    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "`\(text)` is not \(Self.textForm)"))
        }
        self = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension JournalEntry {
    /// Whether the request reached no operation.
    fileprivate var isUnmatched: Bool { operation == nil }

    /// Whether the answer has a reason whose code `pattern` fits.
    func hasReason(_ pattern: OperationPattern) -> Bool { reason.map { pattern.matches($0.code) } ?? false }
}
