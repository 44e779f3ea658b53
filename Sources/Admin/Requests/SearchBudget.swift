import HTTPTypes
import Kernel
import Synchronization

/// How much work one call may make of a search in a journal: conditions that are slow, many expectations and a long journal
/// multiply.
///
/// Whoever has searched asks `check`: an answer that leaves out what was not looked at would be wrong.
final class SearchBudget: Sendable {
    /// Some seconds, on threads that only such calls use.
    private static let perCall = 500_000_000
    /// How much one exchange may take of that: while a call waits, exchanges are looked at as they come, by those who made them.
    private static let perEntry = MatchBudget.perRequest

    private let remaining: Mutex<MatchBudget>

    /// - Parameter steps: how much it is.
    init(_ steps: Int = perCall) {
        remaining = Mutex(MatchBudget(steps))
    }

    /// Looks at one exchange; `nothing` where the budget is used up.
    func look<Value>(orElse nothing: Value, _ look: (inout MatchBudget) -> Value) -> Value {
        // Not under the lock: others who look at the same time must not wait.
        let granted = remaining.withLock { $0.isExceeded ? 0 : min($0.remaining, Self.perEntry) }
        guard granted > 0 else { return nothing }
        var budget = MatchBudget(granted)
        let value = look(&budget)
        let spent = budget.isExceeded ? granted : granted - budget.remaining
        remaining.withLock { remaining in
            _ = remaining.spend(min(spent + 1, remaining.remaining))
            // One that took all that it was granted was not decided.
            if budget.isExceeded { _ = remaining.spend(remaining.remaining + 1) }
        }
        return value
    }

    /// Throws if something was not looked at.
    func check() throws(ControlRefusal) {
        let isUsedUp = remaining.withLock { $0.isExceeded || $0.remaining == 0 }
        guard isUsedUp else { return }
        throw ControlRefusal(
            .unprocessableContent,
            "The search takes too long and was given up; use simpler conditions, fewer of them, or `since`",
            code: ControlReason.searchTooLong)
    }
}
