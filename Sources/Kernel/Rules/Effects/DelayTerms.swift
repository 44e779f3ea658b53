/// A delay as it is written where one text is not enough: one of the three lengths, and what goes with it.
package struct DelayTerms: Codable, Hashable, Sendable {
    /// Always the same.
    package var fixed: TimeSpan?
    /// Anything between two bounds.
    package var uniform: UniformDelay?
    /// About a median, with a long tail.
    package var lognormal: LognormalDelay?
    /// The longest that the tail may get.
    package var atMost: TimeSpan?
    /// Whether it passes in real time whatever the world's clock does.
    package var realTime: Bool?

    init(_ delay: Delay) {
        switch delay.length {
        case .fixed(let span): fixed = span
        case .uniform(let uniform): self.uniform = uniform
        case .lognormal(let lognormal, let longest): (self.lognormal, atMost) = (lognormal, longest)
        }
        if delay.isRealTime { realTime = true }
    }

    /// The length; nil where not exactly one is given.
    var length: Delay.Length? {
        switch (fixed, uniform, lognormal) {
        case (let fixed?, nil, nil): .fixed(fixed)
        case (nil, let uniform?, nil): .uniform(uniform)
        case (nil, nil, let lognormal?): .lognormal(lognormal, atMost: atMost)
        default: nil
        }
    }
}
