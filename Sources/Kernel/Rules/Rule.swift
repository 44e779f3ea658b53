/// One rule as a scenario or the control plane writes it.
package struct Rule: Codable, Hashable, Sendable {
    /// A name to find it by; the control plane gives one where there is none.
    package var id: String?
    /// The operation, with `*` for any run of characters; nil for any request, also one that reaches no operation.
    package var on: OperationPattern?
    /// What the request must have besides.
    package var when: RuleConditions?
    /// How often the rule acts before it is used up; for ever where it is absent.
    package var times: Int?
    /// How likely it is that it acts, 0 to 1; certain where it is absent. Where it does not, the next rule is asked.
    package var probability: Double?
    /// Higher ones are asked first; 0 where it is absent.
    package var priority: Int?
    /// The state machine that it waits for and moves.
    package var state: RuleTransition?
    /// What it does; nil where it only moves a state machine.
    package var effect: Effect?

    /// A rule of these parts.
    package init(
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
