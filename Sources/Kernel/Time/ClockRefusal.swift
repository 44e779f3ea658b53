/// Why a clock did not move: a world's clock only goes forwards.
package enum ClockRefusal: Error, Equatable {
    /// The wanted instant lies before the clock's own.
    case backwards(now: Moment, wanted: Moment)
    /// The span to advance by is negative.
    case negative(TimeSpan)
}
