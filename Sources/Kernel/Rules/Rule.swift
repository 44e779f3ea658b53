/// One rule as a scenario or the control plane writes it.
package struct Rule: Codable, Hashable, Sendable {
    /// A name to find it by; the control plane gives one where there is none.
    package var id: String?
    /// The operation, with `*` for any run of characters.
    package var on: String
    /// What the request must have besides.
    package var when: RuleConditions?
    /// How often the rule acts before it is used up; for ever where it is absent.
    package var times: Int?
    /// What it does.
    package var effect: Effect

    /// A rule of these parts.
    package init(id: String? = nil, on: String, when: RuleConditions? = nil, times: Int? = nil, effect: Effect) {
        self.id = id
        self.on = on
        self.when = when
        self.times = times
        self.effect = effect
    }
}
