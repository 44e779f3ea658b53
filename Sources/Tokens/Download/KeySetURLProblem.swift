/// Why a text is no URL that the vendor would ask for a key set.
package enum KeySetURLProblem: Error, Hashable, Sendable {
    /// It has no scheme: `jwks.json`, `/jwks.json`, `example.com/jwks.json`, or nothing at all.
    case relative
    /// It is whole, but neither `http` nor `https`; with the URL as the vendor's library writes it.
    case schemeNotAllowed(url: String)
    /// Nothing stands where the host belongs.
    case emptyHost
    /// The port is no number up to 65535.
    case invalidPort
    /// The host's last part is a number, but the host is no IPv4 address.
    case invalidIPv4Address
    /// What stands in brackets is no IPv6 address.
    case invalidIPv6Address
    /// A character that no host name has.
    case invalidDomainCharacter
    /// A host name that is not ASCII. The vendor's library writes such names in Punycode; ours wants them written so.
    case internationalDomainName
}

extension KeySetURLProblem: CustomStringConvertible {
    /// The complaint of reqwest 0.11, which is what the vendor shows (anon.md 7).
    package var description: String {
        switch self {
        case .relative: "builder error: relative URL without a base"
        case .schemeNotAllowed(let url): "builder error for url (\(url)): URL scheme is not allowed"
        case .emptyHost: "builder error: empty host"
        case .invalidPort: "builder error: invalid port number"
        case .invalidIPv4Address: "builder error: invalid IPv4 address"
        case .invalidIPv6Address: "builder error: invalid IPv6 address"
        case .invalidDomainCharacter: "builder error: invalid domain character"
        case .internationalDomainName: "builder error: invalid international domain name"
        }
    }
}
