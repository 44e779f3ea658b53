/// What the built-in keys can sign with; raw values are the names of RFC 7518.
package enum SigningAlgorithm: String, CaseIterable, Sendable {
    case rs256 = "RS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"

    /// The `kid` of the built-in key for it, for example `drydock-rs256-1`: the same in each world and each release.
    package var kid: String { "drydock-\(rawValue.lowercased())-1" }
}
