import Kernel

/// The choices of product.md 8 as a scenario writes them; what it does not name keeps its default.
package struct AnonPoliciesSeed: Codable, Sendable {
    /// Status and body of refused calls.
    package struct Errors: Codable, Sendable {
        var unauthorized: AnonPolicies.UnauthorizedBody?
        var upstream: Int?

        private enum CodingKeys: String, CodingKey { case unauthorized, upstream }
    }

    /// The look-up of users who never linked.
    package struct Translation: Codable, Sendable {
        var unlinked: AnonPolicies.UnlinkedUser?
        var phrase: AnonPolicies.CrashPhrase?

        private enum CodingKeys: String, CodingKey { case unlinked, phrase }
    }

    /// Where the CONNECT proxy leads.
    package struct Tunnel: Codable, Sendable {
        var hosts: [String: String]?

        private enum CodingKeys: String, CodingKey { case hosts }
    }

    var apiKeys: [String]?
    var memberSessionLifetime: TimeSpan?
    var errors: Errors?
    var crossOrigin: AnonPolicies.CrossOrigin?
    var translation: Translation?
    var unknownStatusReads: Int?
    var revokedAfterUses: Int?
    var keySetLifetime: TimeSpan?
    var closesAfter: TimeSpan?
    var tunnel: Tunnel?

    private enum CodingKeys: String, CodingKey {
        case apiKeys, memberSessionLifetime, errors
        case crossOrigin = "cors"
        case translation, unknownStatusReads, revokedAfterUses
        case keySetLifetime = "jwksLifetime"
        case closesAfter, tunnel
    }
}
