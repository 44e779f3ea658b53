/// One rule as a scenario or the control plane writes it.
public struct Rule: Codable, Hashable, Sendable {
    /// A name to find it by; the control plane gives one where there is none.
    public var id: String?
    /// The operation, with `*` for any run of characters; nil for any request, also one that reaches no operation.
    public var on: OperationPattern?
    /// What the request must have besides.
    public var when: RuleConditions?
    /// How often the rule acts before it is used up; for ever if it is absent.
    public var times: Int?
    /// How likely it is that it acts, 0 to 1; certain if it is absent. Where it does not, the next rule is asked.
    public var probability: Double?
    /// Higher ones are asked first; 0 if it is absent.
    public var priority: Int?
    /// The state machine that it waits for and moves.
    public var state: RuleTransition?
    /// What it does; nil if it only moves a state machine.
    public var effect: Effect?

    /// A rule of these parts.
    public init(
        id: String? = nil, on: OperationPattern? = nil, when: RuleConditions? = nil, times: Int? = nil,
        probability: Double? = nil, priority: Int? = nil, state: RuleTransition? = nil, effect: Effect? = nil
    ) {
        self.id = id
        self.on = on
        self.when = when
        self.times = times
        self.probability = probability
        self.priority = priority
        self.state = state
        self.effect = effect
    }
}

/// Lets a rule act only while a state machine of its world is in a certain state, and moves the machine on: so that rules
/// follow each other as a script says. Every machine begins in the state `started`.
public struct RuleTransition: Codable, Hashable, Sendable {
    /// The state that the machine must be in; nil for any.
    public var from: String?
    /// The state that it is in afterwards; nil for the same.
    public var to: String?
    /// The machine's name; nil for `default`.
    public var machine: String?

    private enum CodingKeys: String, CodingKey {
        case from = "is"
        case to = "becomes"
        case machine = "of"
    }

    /// A transition of these parts.
    public init(from: String? = nil, to: String? = nil, machine: String? = nil) {
        self.from = from
        self.to = to
        self.machine = machine
    }
}

extension RuleTransition: JSONWritable {
    /// As a scenario file has it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            if let from { json.member("is", from) }
            if let to { json.member("becomes", to) }
            if let machine { json.member("of", machine) }
        }
    }
}

extension Rule {
    /// The first value with which it could not act, although its form is right; nil if there is none. The form of a scenario lets
    /// none of them pass.
    var outOfBounds: String? {
        Self.problem(of: times, as: "times") ?? probability.flatMap { Self.problem(of: $0, as: "probability") }
            ?? effect?.outOfBounds
    }
}

// MARK: - What editors show, and what types cannot check

extension Rule: ObjectDescribed {
    /// What the keys are for, and that a rule does something.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "id": "A name to find the rule by.",
                "on":
                    "The operation, for example anchor.createSession; `*` stands for any run of characters. Absent: any request, also one that reaches no operation.",
                "when": "What the request must have besides; all of it must hold.",
                "times": FieldDescription("How often the rule acts; for ever where it is absent.", range: 1...Int.max),
                "probability": FieldDescription(
                    "How likely it is that the rule acts, drawn from the world's seed; else the next rule is asked.",
                    range: 0...1),
                "priority": "Higher ones are asked first; 0 where it is absent.",
                "state": "Acts only while a state machine is in a certain state, and moves it.",
                "effect": "What happens instead of, before or after the usual answer.",
            ],
            atLeastOneOf: ["effect", "state"])
    }
}

extension RuleTransition: ObjectDescribed {
    /// What the keys are for, and that a rule does something.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "is": "The state that the machine must be in. Every machine begins in `started`.",
                "becomes": "The state that it is in afterwards.",
                "of": "The machine's name; `default` where it is absent.",
            ],
            atLeastOneOf: ["is", "becomes"])
    }
}
