import HTTPTypes
import Kernel

extension ControlRefusal {
    /// The world has no rule of this id; one that is nearly it is told.
    static func unknownRule(_ id: String, among rules: [RuleStatus]) -> ControlRefusal {
        var message = "The world has no rule \(id)"
        if let meant = TextSuggestion.nearest(to: id, among: rules.map(\.id)) { message += "; did you mean \(meant)?" }
        return ControlRefusal(.notFound, message, code: "rule.unknown")
    }
}
