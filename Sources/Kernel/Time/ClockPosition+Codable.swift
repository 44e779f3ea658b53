/// Written as a number of milliseconds, which may be negative as no duration's text can be, or as an instant.
extension ClockPosition: Codable {
    private enum CodingKeys: String, CodingKey {
        case millisecondsAhead
        case frozenAt
    }

    /// Reads what `encode(to:)` wrote.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let ahead = try container.decodeIfPresent(Int64.self, forKey: .millisecondsAhead) {
            self = .running(ahead: TimeSpan(milliseconds: ahead))
        } else {
            self = .frozen(at: try container.decode(Moment.self, forKey: .frozenAt))
        }
    }

    /// Writes the one member that there is.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .running(let ahead): try container.encode(ahead.milliseconds, forKey: .millisecondsAhead)
        case .frozen(let moment): try container.encode(moment, forKey: .frozenAt)
        }
    }
}
