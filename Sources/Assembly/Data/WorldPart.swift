/// What a data file has of a world besides its objects, one JSON value each.
enum WorldPart: String, CaseIterable {
    /// What a reset makes it again: a `StartRecord`.
    case start
    /// Where its clock stands: a `ClockPosition`.
    case clock
    /// Its rules, and how each has fared: a `RuleBookState`.
    case rules
    /// The number of its last request.
    case requests
    /// Anchor's state without the rows of its tables.
    case anchor
    /// Anon's state without the rows of its tables.
    case anon
}
