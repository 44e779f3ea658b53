/// What one request has found out about the rules it was held against, so that nothing is found out twice.
struct RuleKnowledge {
    /// Whether the conditions of the rule with this serial number hold.
    var holds: [Int: Bool] = [:]
    /// The rules whose draw was lost.
    var lost: Set<Int> = []
}
