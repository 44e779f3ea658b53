/// How much work the tests of rules may make of one request, or those of a search of one call, in steps: to look at one
/// instruction of an expression, or at a few bytes. So neither one slow expression nor many quick ones hold up a server.
///
/// What the budget does not last for counts as not matching, and whoever asks says so.
public struct MatchBudget: Sendable {
    /// For the rules that one request is held against: less than a tenth of a second.
    public static let perRequest = 1_000_000
    /// For the rules of a request that others wait for: two milliseconds at most.
    public static let atOnce = 20_000

    /// How many steps are left.
    public private(set) var remaining: Int
    /// Whether something was wanted that it did not last for.
    public private(set) var isExceeded = false

    /// A budget of so many steps.
    public init(_ steps: Int = perRequest) {
        remaining = steps
    }

    /// Takes so many steps from the budget. False if there are not so many left; nothing else is granted from then on.
    public mutating func spend(_ steps: Int) -> Bool {
        guard !isExceeded, steps <= remaining else {
            isExceeded = true
            return false
        }
        remaining -= steps
        return true
    }
}
