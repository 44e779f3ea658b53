/// Where a world's clock stands: what stays the same while nobody touches it, and what it takes to go on in another process.
package enum ClockPosition: Hashable, Sendable {
    /// Time passes by itself, so far ahead of real time.
    case running(ahead: TimeSpan)
    /// Time stands.
    case frozen(at: Moment)

    /// Whether time passes by itself.
    package var mode: ClockMode {
        switch self {
        case .running: .running
        case .frozen: .frozen
        }
    }

    /// What the clock shows when real time is `wall`.
    package func now(wall: Moment) -> Moment {
        switch self {
        case .running(let ahead): wall + ahead
        case .frozen(let moment): moment
        }
    }
}
