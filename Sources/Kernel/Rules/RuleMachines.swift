/// The state machines of a world's rules, by name. One that nobody has moved is in the state `started`.
struct RuleMachines: Codable, Equatable, Sendable {
    private(set) var states: [String: String] = [:]

    /// Whether the transition's state is the machine's.
    func allow(_ transition: RuleTransition) -> Bool {
        guard let wanted = transition.from else { return true }
        return states[transition.machine ?? Self.usual] ?? Self.first == wanted
    }

    /// Moves the transition's machine.
    mutating func follow(_ transition: RuleTransition) {
        guard let next = transition.to else { return }
        states[transition.machine ?? Self.usual] = next
    }

    private static let usual = "default"
    private static let first = "started"
}
