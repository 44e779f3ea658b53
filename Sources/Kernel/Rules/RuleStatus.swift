/// A rule in force and how it has fared.
package struct RuleStatus: Sendable, JSONWritable {
    /// The rule's id in its world.
    package let id: String
    /// The rule as it was given.
    package let rule: Rule
    /// How often it acted.
    package let matched: Int

    init(_ entry: RuleEntry) {
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
            if let operation = rule.on { json.member("on", operation.description) }
            if let conditions = rule.when { json.member("when", conditions) }
            if let times = rule.times { json.member("times", times) }
            if let probability = rule.probability { json.member("probability", probability) }
            if let priority = rule.priority { json.member("priority", priority) }
            if let transition = rule.state { json.member("state", transition) }
            if let effect = rule.effect { json.member("effect", effect) }
            json.member("matched", matched)
            json.member("remaining", remaining)
        }
    }
}
