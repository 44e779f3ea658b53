/// An instant on a world's clock, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Our own type rather than `Date`, so that no vendor file needs Foundation and none can ask the system for the time.
package struct Moment: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64

    /// Makes the instant `milliseconds` after 1970-01-01T00:00:00Z.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The latest instant that RFC 3339 can write: 9999-12-31T23:59:59.999Z.
    package static let latest = Moment(milliseconds: 253_402_300_799_999)

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    }

    /// The instant `span` after `moment`, at most `latest`.
    package static func + (moment: Moment, span: TimeSpan) -> Moment {
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(span.milliseconds)
        return overflow || sum > latest.milliseconds ? latest : Moment(milliseconds: sum)
    }

    /// The time from `earlier` to `later`; negative when `earlier` is the later one.
    package static func - (later: Moment, earlier: Moment) -> TimeSpan {
        TimeSpan(milliseconds: later.milliseconds - earlier.milliseconds)
    }
}

extension Moment: Comparable {
    /// Whether `left` comes before `right`.
    package static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
