/// An entry of a key set that verifies nothing, and why.
package struct SkippedKey: Hashable, Sendable {
    /// The place in `keys`, from 0.
    package let position: Int
    /// Its `kid`, if it has one.
    package let kid: String?
    /// What is odd about it, in words.
    package let why: String
}

extension SkippedKey: CustomStringConvertible {
    /// For example `keys[2] "old" (kty "oct" is not for public keys)`.
    package var description: String {
        "keys[\(position)]\(kid.map { " " + Quotation.of($0) } ?? "") (\(why))"
    }
}
