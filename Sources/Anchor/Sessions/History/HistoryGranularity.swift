import Kernel

/// The spans that the history is cut into, in UTC.
enum HistoryGranularity: String, CaseIterable, Sendable {
    case hour, day, week, month

    /// Where the span begins that `moment` lies in; weeks begin on Monday (ours).
    func start(of moment: Moment) -> Moment {
        if self == .hour { return Moment(milliseconds: Self.floor(moment.milliseconds, to: 3_600_000)) }
        let day = Self.floor(moment.milliseconds, to: 86_400_000) / 86_400_000
        switch self {
        case .hour, .day: return Self.beginning(ofDay: day)
        // 1970-01-01 was a Thursday.
        case .week: return Self.beginning(ofDay: Self.floor(day + 3, to: 7) - 3)
        case .month: return Self.beginning(ofDay: day - CivilDate(daysSince1970: day).day + 1)
        }
    }

    private static func beginning(ofDay day: Int64) -> Moment { Moment(milliseconds: day * 86_400_000) }

    private static func floor(_ number: Int64, to unit: Int64) -> Int64 {
        let rest = number % unit
        return number - (rest < 0 ? rest + unit : rest)
    }
}
