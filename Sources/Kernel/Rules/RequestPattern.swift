/// Which requests are meant: those of an operation, or any, that fulfil the conditions.
public struct RequestPattern: Codable, Hashable, Sendable {
    /// The operation; nil for any request, also one that reaches no operation.
    public var on: OperationPattern?
    /// What the request must have besides.
    public var when: RuleConditions?

    /// A pattern of these parts.
    public init(on: OperationPattern? = nil, when: RuleConditions? = nil) {
        self.on = on
        self.when = when
    }

    /// Whether a request is meant.
    ///
    /// - Parameter operation: the operation that it reached; nil for none.
    public func fits(operation: String?, subject: some RuleSubject) -> Bool {
        var budget = MatchBudget()
        return fits(operation: operation, subject: subject, within: &budget)
    }

    /// Whether a request is meant; false where the budget is used up before that is known.
    ///
    /// - Parameter operation: the operation that it reached; nil for none.
    public func fits(
        operation: String?, subject: some RuleSubject, within budget: inout MatchBudget
    ) -> Bool {
        fits(operation: operation) && when?.hold(for: subject, within: &budget) ?? true
    }

    /// Whether requests of this operation may be meant, whatever else they have.
    public func fits(operation: String?) -> Bool {
        guard let on else { return true }
        return operation.map(on.matches) ?? false
    }

    /// Everything in which a request is not what is meant, in the order of a rule's words; nothing if it fits.
    ///
    /// - Parameter operation: the operation that it reached; nil for none.
    public func mismatches(operation: String?, subject: some RuleSubject) -> [RequestMismatch] {
        var budget = MatchBudget()
        return mismatches(operation: operation, subject: subject, within: &budget)
    }

    /// The same; what the budget does not last for is a mismatch.
    public func mismatches(
        operation: String?, subject: some RuleSubject, within budget: inout MatchBudget
    ) -> [RequestMismatch] {
        var found: [RequestMismatch] = []
        if let on, !fits(operation: operation) {
            found.append(
                RequestMismatch(
                    part: .operation, name: "", wanted: .equals(.string(on.description)),
                    got: operation.map(JSONValue.string)))
        }
        guard let when else { return found }
        func check(_ part: RequestMismatch.Part, _ name: String, _ matcher: Matcher, _ value: JSONValue?) {
            guard !matcher.accepts(value, within: &budget) else { return }
            found.append(RequestMismatch(part: part, name: name, wanted: matcher, got: value))
        }
        func check(_ part: RequestMismatch.Part, _ matchers: [String: Matcher]?, _ value: (String) -> JSONValue?) {
            for (name, matcher) in (matchers ?? [:]).sorted(by: { $0.key < $1.key }) {
                check(part, name, matcher, value(name))
            }
        }
        if let method = when.method { check(.method, "", method, .string(subject.method)) }
        if let urlPath = when.urlPath { check(.urlPath, "", urlPath, .string(subject.urlPath)) }
        check(.path, when.path) { subject.pathParameter($0).map(JSONValue.string) }
        check(.query, when.query) { subject.query($0).map(JSONValue.string) }
        check(.header, when.header) { subject.header($0).map(JSONValue.string) }
        if when.body != nil {
            let body = subject.bodyValue
            check(.body, when.body) { body?[path: $0] }
        }
        return found
    }
}

/// One thing in which a request is not what a pattern wants.
public struct RequestMismatch: Hashable, Sendable {
    /// Where in a request the thing is, by the word that patterns have for it.
    public enum Part: String, Sendable {
        case operation, method, urlPath, path, query, header, body
    }

    /// Where it is.
    public let part: Part
    /// The parameter, the header or the dotted path into the body; empty if the part is one thing.
    public let name: String
    /// What the pattern wants.
    public let wanted: Matcher
    /// What the request has; nil for nothing.
    public let got: JSONValue?

    /// The whole name of the thing, for example `body.identities.0.id`.
    public var field: String { name.isEmpty ? part.rawValue : "\(part.rawValue).\(name)" }
}

extension RequestPattern: ObjectDescribed {
    /// What the keys are for, in the calls of the control plane that take a pattern.
    public static var objectDescription: ObjectDescription {
        ObjectDescription([
            "on": "The operation; `*` stands for any run of characters. Absent: any request.",
            "when": "What the request must have besides; all of it must hold.",
        ])
    }
}

// MARK: - Operations

/// Which operations a rule is for: a name such as `anchor.createSession`, where `*` stands for any run of characters.
public struct OperationPattern: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The pattern as written.
    public let description: String
    /// What stands before the first `*`, between two, and behind the last; one piece if there is none.
    private let first: String
    private let middle: [ByteSearch]
    private let last: String?

    /// The pattern of this text.
    public init(_ text: String) {
        description = text
        let pieces = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Substring.init)
        first = pieces.first.map(String.init) ?? ""
        last = pieces.count > 1 ? pieces.last.map(String.init) : nil
        middle = pieces.dropFirst().dropLast().filter { !$0.isEmpty }.map { ByteSearch($0) }
    }

    /// The pattern of this text.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Whether the pattern is for the operation of this name.
    ///
    /// On bytes, each looked at once: the name may be a path of any length.
    public func matches(_ operation: String) -> Bool {
        guard let last else { return description == operation }
        guard operation.hasPrefix(first), operation.hasSuffix(last),
            operation.utf8.count >= first.utf8.count + last.utf8.count
        else { return false }
        var operation = operation
        return operation.withUTF8 { bytes in
            let inner = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes).dropLast(last.utf8.count))
            var position = first.utf8.count
            for piece in middle {
                guard let end = piece.end(in: inner, from: position) else { return false }
                position = end
            }
            return true
        }
    }
}

/// Written as its text.
extension OperationPattern: Codable {
    /// Reads the text.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
