/// A rule in force and how it has fared.
package struct RuleStatus: Sendable, JSONWritable {
    /// The rule's id in its world.
    package let id: String
    /// The rule as it was given.
    package let rule: Rule
    /// How often it acted.
    package let matched: Int

    init(_ entry: RuleBookState.Entry) {
        id = entry.id
        rule = entry.rule
        matched = entry.matched
    }

    /// How often it will still act; nil for ever.
    package var remaining: Int? { rule.times.map { max(0, $0 - matched) } }

    /// The rule's own members, then `matched` and `remaining`.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("on", rule.on)
            if let conditions = rule.when { json.member("when", conditions) }
            if let times = rule.times { json.member("times", times) }
            json.member("effect", rule.effect)
            json.member("matched", matched)
            json.member("remaining", remaining)
        }
    }
}
