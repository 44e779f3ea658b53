/// A length of time in milliseconds, as scenarios and the control plane write it: `15m`, `2h30m`, `PT15M`, `500ms`.
package struct TimeSpan: Hashable, Sendable {
    /// The length in milliseconds; may be negative as a difference of two instants.
    package let milliseconds: Int64

    /// A span of so many milliseconds.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// A span of so many milliseconds.
    package static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }

    /// A span of so many seconds.
    package static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: saturating(count, 1000)) }

    /// A span of so many minutes.
    package static func minutes(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: saturating(count, 60_000)) }

    /// No time at all.
    package static let zero = TimeSpan(milliseconds: 0)

    /// Whole seconds, rounded towards zero.
    package var seconds: Int64 { milliseconds / 1000 }

    /// The standard library's form of the same length.
    package var duration: Duration { .milliseconds(milliseconds) }

    private static func saturating(_ count: Int64, _ unit: Int64) -> Int64 {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return overflow ? (count < 0 ? .min : .max) : product
    }
}

extension TimeSpan: Comparable {
    /// Whether `left` is the shorter one.
    package static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
