/// The bounds of a delay that is anything between them.
package struct UniformDelay: Codable, Hashable, Sendable {
    /// The shortest.
    package var from: TimeSpan
    /// The longest.
    package var to: TimeSpan

    /// A delay between these bounds.
    package init(from: TimeSpan, to: TimeSpan) {
        self.from = from
        self.to = to
    }

    func draw(from numbers: inout SplitMix64) -> TimeSpan {
        let width = max(0, to.milliseconds - from.milliseconds)
        return .milliseconds(from.milliseconds + Int64(numbers.nextFraction() * Double(width + 1)))
    }
}
