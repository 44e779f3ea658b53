/// The choices of one vendor where its documents are silent, as a value: each choice is a property with its default, and one
/// entry of `choices` says its key in scenarios and what it decides. Reading, the JSON Schema and the documentation's table
/// follow from that.
package protocol PolicySet: Codable, Sendable, Equatable, ObjectDescribed {
    /// The defaults.
    init()
    /// Every choice that a scenario can make, each once, in the order of the documentation.
    static var choices: [PolicyChoice<Self>] { get }
}

extension PolicySet {
    /// The defaults, with what a scenario says instead.
    package init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: DataKey.self)
        for choice in Self.choices { try choice.read(&self, container) }
    }

    /// Every choice by its key.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: DataKey.self)
        for choice in Self.choices { try choice.write(self, &container) }
    }

    /// What the keys are for.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(Dictionary(choices.map { ($0.key, $0.description) }) { first, _ in first })
    }
}

/// One choice: its key in scenarios, what it decides, and where it lies in the value.
package struct PolicyChoice<Policies: Sendable>: Sendable {
    /// The key under `policies`.
    package let key: String
    /// What it decides, in one sentence, and the numbers that are allowed.
    package let description: FieldDescription
    fileprivate let read: @Sendable (inout Policies, KeyedDecodingContainer<DataKey>) throws -> Void
    fileprivate let write: @Sendable (Policies, inout KeyedEncodingContainer<DataKey>) throws -> Void
    fileprivate let values: @Sendable (Policies) -> PolicyValues

    /// A choice with a default.
    package init<Value: Codable & Sendable>(
        _ key: String, _ property: any WritableKeyPath<Policies, Value> & Sendable, _ description: FieldDescription
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
        values = { PolicyValues(of: $0[keyPath: property]) }
    }

    /// A choice without a default: whatever its absence means stands in the description.
    package init<Value: Codable & Sendable>(
        _ key: String, _ property: any WritableKeyPath<Policies, Value?> & Sendable, _ description: FieldDescription
    ) {
        self.key = key
        self.description = description
        read = { policies, container in
            policies[keyPath: property] = try container.decodeIfPresent(Value.self, forKey: DataKey(key))
        }
        write = { policies, container in
            try container.encodeIfPresent(policies[keyPath: property], forKey: DataKey(key))
        }
        values = { $0[keyPath: property].map(PolicyValues.init(of:)) ?? .absent }
    }
}

// MARK: - Documentation

/// What a choice can be and what it is by default, for the documentation.
private enum PolicyValues {
    /// Nothing, unless a scenario says something.
    case absent
    /// One of these words, of which the first is the default.
    case words([String])
    /// A value in its text form.
    case text(String)
    /// Several choices under one key.
    case group([PolicyRow])

    init(of value: some Sendable) {
        if let set = value as? any PolicySet {
            self = .group(Self.rows(of: set))
        } else if let choice = value as? any CaseIterable, let words = Self.words(of: choice) {
            self = .words(words)
        } else {
            self = .text("\(value)")
        }
    }

    private static func rows<Policies: PolicySet>(of policies: Policies) -> [PolicyRow] {
        Policies.choices.map { PolicyRow(key: $0.key, text: $0.description.text, values: $0.values(policies)) }
    }

    private static func words<Choice: CaseIterable>(of chosen: Choice) -> [String]? {
        guard let first = (chosen as? any RawRepresentable)?.rawValue as? String else { return nil }
        let all = Choice.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        return [first] + all.filter { $0 != first }
    }
}

private struct PolicyRow {
    let key: String
    let text: String
    let values: PolicyValues
}

extension PolicySet {
    /// The choices as a Markdown table: what is decided, the policy's key, its default and what else it can be.
    package static var markdown: String {
        let rows = choices.flatMap { choice in
            row(key: choice.key, text: choice.description.text, values: choice.values(Self()))
        }
        return (["| policy | decides | default | or |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    private static func row(key: String, text: String, values: PolicyValues) -> [String] {
        let standard: String?
        var others: [String] = []
        switch values {
        case .absent: standard = nil
        case .text(let text): standard = text
        case .words(let words):
            standard = words.first
            others = Array(words.dropFirst())
        case .group(let rows):
            return rows.flatMap { row(key: "\(key).\($0.key)", text: $0.text, values: $0.values) }
        }
        let cells = [
            "`\(key)`", text, standard.map { "`\($0)`" } ?? "–",
            others.map { "`\($0)`" }.joined(separator: ", "),
        ]
        return ["| " + cells.joined(separator: " | ") + " |"]
    }
}
