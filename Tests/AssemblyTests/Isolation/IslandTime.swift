import Kernel
import KernelHTTP

/// The time at which all worlds of the isolation proof begin, and what `Date` says later.
enum IslandTime {
    static let start = "2026-01-05T00:00:00Z"

    /// The `Date` header so many seconds after the start.
    static func httpDate(advanced seconds: Int) -> String {
        guard let start = Moment(start) else { return "no start" }
        return (start + .seconds(Int64(seconds))).httpDate
    }
}
