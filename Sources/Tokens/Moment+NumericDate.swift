package import Kernel

extension Moment {
    private static let earliest = Moment(milliseconds: -62_135_596_800_000)

    /// The instant that a NumericDate of RFC 7519 names: seconds since 1970, whole or with a fraction.
    ///
    /// Finer than a millisecond is cut off, and what lies outside the years 1 to 9999 becomes their end. Returns nil for
    /// what is not a number.
    package init?(numericDate: JSONValue) {
        let seconds: Double
        switch numericDate {
        case .integer(let integer): seconds = Double(integer)
        case .number(let number): seconds = number
        default: return nil
        }
        let milliseconds = (seconds * 1000).rounded(.down)
        self.init(
            milliseconds: Int64(
                min(max(milliseconds, Double(Self.earliest.milliseconds)), Double(Self.latest.milliseconds))))
    }
}
