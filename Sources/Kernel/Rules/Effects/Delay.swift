/// How long a rule makes a request wait.
package struct Delay: Hashable, Sendable {
    /// How the length is found.
    package enum Length: Hashable, Sendable {
        /// Always the same.
        case fixed(TimeSpan)
        /// Anything between the two with equal probability, both included.
        case uniform(UniformDelay)
        /// Most about the median, a few much longer, as waiting times in networks are; cut off at `atMost`.
        case lognormal(LognormalDelay, atMost: TimeSpan?)
    }

    /// How the length is found.
    package var length: Length
    /// Whether it passes in real time whatever the world's clock does.
    package var isRealTime: Bool

    /// A delay of this length.
    package init(_ length: Length, isRealTime: Bool = false) {
        self.length = length
        self.isRealTime = isRealTime
    }

    /// A delay that is always the same.
    package static func fixed(_ span: TimeSpan) -> Delay { Delay(.fixed(span)) }

    /// The length for one request.
    package func draw(from numbers: inout SplitMix64) -> TimeSpan {
        switch length {
        case .fixed(let span): span
        case .uniform(let uniform): uniform.draw(from: &numbers)
        case .lognormal(let lognormal, let longest): min(lognormal.draw(from: &numbers), longest ?? .longestDelay)
        }
    }
}

extension TimeSpan {
    /// The longest delay that a rule may have: ten years, as no test waits longer even by advancing a clock.
    package static let longestDelay = TimeSpan.minutes(10 * 365 * 24 * 60)
}
