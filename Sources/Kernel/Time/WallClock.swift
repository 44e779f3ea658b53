/// Where a running world's clock gets the real time from. The composition root makes the only real one;
/// nothing else reads the system clock.
package struct WallClock: Sendable {
    private let read: @Sendable () -> Moment

    /// A wall clock that asks `read` for the real time.
    package init(_ read: @escaping @Sendable () -> Moment) {
        self.read = read
    }

    /// The real time.
    package var now: Moment { read() }

    /// A wall clock that always tells the same instant, for tests.
    package static func constant(_ moment: Moment) -> WallClock { WallClock { moment } }
}
