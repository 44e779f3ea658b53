/// One use of a rule.
package struct RuleUse: Sendable {
    /// The rule, this use counted.
    package let rule: RuleStatus
    private var numbers: SplitMix64

    init(_ rule: RuleStatus, numbers: SplitMix64) {
        self.rule = rule
        self.numbers = numbers
    }

    /// The rule's id in its world.
    package var id: String { rule.id }

    /// What it does; nil where it only moved a state machine.
    package var effect: Effect? { rule.rule.effect }

    /// How long `delay` is for this use: the same world, rules and seed give the same lengths.
    package mutating func draw(_ delay: Delay) -> TimeSpan { delay.draw(from: &numbers) }
}
