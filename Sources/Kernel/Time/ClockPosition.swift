/// Where a world's clock stands: what stays the same while nobody touches it, and what it takes to go on in another process.
public enum ClockPosition: Hashable, Sendable {
    /// Time passes by itself, so far ahead of real time.
    case running(ahead: TimeSpan)
    /// Time stands.
    case frozen(at: Moment)

    /// Whether time passes by itself.
    public var mode: ClockMode {
        switch self {
        case .running: .running
        case .frozen: .frozen
        }
    }

    /// What the clock shows when real time is `wall`.
    public func now(wall: Moment) -> Moment {
        switch self {
        case .running(let ahead): wall + ahead
        case .frozen(let moment): moment
        }
    }
}

/// Whether a world's time passes by itself.
public enum ClockMode: String, Codable, Sendable, CaseIterable {
    /// Time passes as on the wall clock, from wherever the world's clock was set.
    case running
    /// Time stands until it is advanced or set.
    case frozen
}

/// Written as a number of milliseconds, which may be negative as no duration's text can be, or as an instant.
extension ClockPosition: Codable {
    private enum CodingKeys: String, CodingKey {
        case millisecondsAhead
        case frozenAt
    }

    /// Reads what `encode(to:)` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let ahead = try container.decodeIfPresent(Int64.self, forKey: .millisecondsAhead) {
            self = .running(ahead: TimeSpan(milliseconds: ahead))
        } else {
            self = .frozen(at: try container.decode(Moment.self, forKey: .frozenAt))
        }
    }

    /// Writes the one member that there is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .running(let ahead): try container.encode(ahead.milliseconds, forKey: .millisecondsAhead)
        case .frozen(let moment): try container.encode(moment, forKey: .frozenAt)
        }
    }
}
