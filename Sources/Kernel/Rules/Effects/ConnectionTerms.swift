/// A connection effect as it is written where one word is not enough.
package struct ConnectionTerms: Codable, Hashable, Sendable {
    /// Where a body breaks off.
    package struct Truncation: Codable, Hashable, Sendable {
        /// So many bytes of the body still go out.
        package var after: Int
    }

    /// In which pieces a body goes out.
    package struct Dribble: Codable, Hashable, Sendable {
        /// The bytes of a piece.
        package var bytes: Int
        /// The pause before each but the first.
        package var every: TimeSpan
    }

    /// The words that are enough.
    package enum Word: String, Codable, CaseIterable, Sendable {
        case reset
        case close
        case garbage
    }

    /// Where the body breaks off.
    package var truncate: Truncation?
    /// In which pieces the body goes out.
    package var dribble: Dribble?
}
