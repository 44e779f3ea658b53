/// Lets a rule act only while a state machine of its world is in a certain state, and moves the machine on: so that rules
/// follow each other as a script says. Every machine begins in the state `started`.
package struct RuleTransition: Codable, Hashable, Sendable {
    /// The state that the machine must be in; nil for any.
    package var from: String?
    /// The state that it is in afterwards; nil for the same.
    package var to: String?
    /// The machine's name; nil for `default`.
    package var machine: String?

    private enum CodingKeys: String, CodingKey {
        case from = "is"
        case to = "becomes"
        case machine = "of"
    }

    /// A transition of these parts.
    package init(from: String? = nil, to: String? = nil, machine: String? = nil) {
        self.from = from
        self.to = to
        self.machine = machine
    }
}

extension RuleTransition: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            if let from { json.member("is", from) }
            if let to { json.member("becomes", to) }
            if let machine { json.member("of", machine) }
        }
    }
}
