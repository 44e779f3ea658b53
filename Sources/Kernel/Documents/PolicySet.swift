/// The choices of one vendor where its documents are silent, as a value: each choice is a property with its default, and one
/// entry of `choices` says its key in scenarios and what it decides. Reading, the JSON Schema and the documentation's table
/// follow from that.
public protocol PolicySet: Codable, Sendable, Equatable, ObjectDescribed {
    /// The defaults.
    init()
    /// Every choice that a scenario can make, each once, in the order of the documentation.
    static var choices: [PolicyChoice<Self>] { get }
}

extension PolicySet {
    /// The defaults, with what a scenario says instead.
    public init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: DataKey.self)
        for choice in Self.choices { try choice.read(&self, container) }
    }

    /// Every choice by its key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: DataKey.self)
        for choice in Self.choices { try choice.write(self, &container) }
    }

    /// What the keys are for.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(Dictionary(choices.map { ($0.key, $0.description) }) { first, _ in first })
    }
}

/// One choice: its key in scenarios, what it decides, and where it lies in the value.
public struct PolicyChoice<Policies: Sendable>: Sendable {
    /// The key under `policies`.
    public let key: String
    /// What it decides, in one sentence, and the numbers that are allowed.
    public let description: FieldDescription
    fileprivate let read: @Sendable (inout Policies, KeyedDecodingContainer<DataKey>) throws -> Void
    fileprivate let write: @Sendable (Policies, inout KeyedEncodingContainer<DataKey>) throws -> Void
    fileprivate let rows: @Sendable (Policies) -> [String]

    /// A choice with a default.
    public init<Value: Codable & Sendable>(
        _ key: String, _ property: any WritableKeyPath<Policies, Value> & Sendable, _ description: FieldDescription,
        row: PolicyRow? = nil
    ) {
        self.key = key
        self.description = description
        read = { policies, container in
            guard let value = try container.decodeIfPresent(Value.self, forKey: DataKey(key)) else { return }
            policies[keyPath: property] = value
        }
        write = { policies, container in
            try container.encode(policies[keyPath: property], forKey: DataKey(key))
        }
        rows = { Self.rows(key, row, value: $0[keyPath: property]) }
    }

    /// A choice without a default: whatever its absence means stands in the description.
    public init<Value: Codable & Sendable>(
        _ key: String, _ property: any WritableKeyPath<Policies, Value?> & Sendable, _ description: FieldDescription,
        row: PolicyRow? = nil
    ) {
        self.key = key
        self.description = description
        read = { policies, container in
            policies[keyPath: property] = try container.decodeIfPresent(Value.self, forKey: DataKey(key))
        }
        write = { policies, container in
            try container.encodeIfPresent(policies[keyPath: property], forKey: DataKey(key))
        }
        rows = { Self.rows(key, row, value: $0[keyPath: property]) }
    }
}

// MARK: - Documentation

/// What the documentation says of a choice: the question that the vendor leaves open, and the answer by default.
public struct PolicyRow: Sendable {
    let question: String
    let answer: String
    let example: String?

    /// A row of the table of policies.
    ///
    /// - Parameter example: how a scenario says something else, for example `sessionRateLimit: {sessions: 5, per: 1m}`; without
    ///   one, the key and the words that it can have.
    public init(_ question: String, _ answer: String, example: String? = nil) {
        self.question = question
        self.answer = answer
        self.example = example
    }
}

extension PolicySet {
    /// The choices as a Markdown table: the question, the answer by default, and the policy.
    public static var markdown: String {
        (["| question | default | policy |", "|---|---|---|"] + choices.flatMap { $0.rows(Self()) }).joined(
            separator: "\n")
    }
}

extension PolicyChoice {
    /// Its own row, then those of the choices that lie under its key.
    fileprivate static func rows<Value>(_ key: String, _ row: PolicyRow?, value: Value) -> [String] {
        let own = row.map { row in
            let policy = row.example ?? "\(key): " + words(like: value).joined(separator: "|")
            return "| \(row.question) | \(row.answer) | `\(policy.split(separator: "|").joined(separator: "\\|"))` |"
        }
        let nested = (value as? any PolicySet).map { allRows(of: $0) } ?? []
        return (own.map { [$0] } ?? []) + nested
    }

    private static func allRows<Nested: PolicySet>(of policies: Nested) -> [String] {
        Nested.choices.flatMap { $0.rows(policies) }
    }

    private static func words<Value>(like value: Value) -> [String] {
        guard let choice = value as? any CaseIterable else { return [] }
        return words(choice)
    }

    private static func words<Choice: CaseIterable>(_: Choice) -> [String] {
        Choice.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    }
}
