#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A delay whose logarithm is normally distributed.
package struct LognormalDelay: Codable, Hashable, Sendable {
    /// Half of the delays are shorter.
    package var median: TimeSpan
    /// The standard deviation of the logarithm: 0 is always the median, 1 has a long tail.
    package var sigma: Double

    /// A delay of this distribution.
    package init(median: TimeSpan, sigma: Double) {
        self.median = median
        self.sigma = sigma
    }

    func draw(from numbers: inout SplitMix64) -> TimeSpan {
        // Box and Muller's way from two even numbers to a normal one; 1 - x keeps zero out of the logarithm.
        let radius = (-2 * log(1 - numbers.nextFraction())).squareRoot()
        let normal = radius * cos(2 * .pi * numbers.nextFraction())
        let length = Double(median.milliseconds) * exp(sigma * normal)
        return .milliseconds(Int64(min(length, Double(TimeSpan.longestDelay.milliseconds)).rounded()))
    }
}
