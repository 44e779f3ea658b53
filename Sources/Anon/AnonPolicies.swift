package import Kernel

/// The choices where Anon's documents are silent (product.md 8), as one world has them. Fixed when the world is made.
package struct AnonPolicies: Codable, Sendable, Equatable {
    /// The body of a 401: the gateway's `{"message": …}` or the services' `{"error": …}` (anon.md 2.9).
    package enum UnauthorizedBody: String, Codable, CaseIterable, Sendable { case gateway, service }
    /// How browsers of another origin are answered (anon.md 9.1).
    package enum CrossOrigin: String, Codable, CaseIterable, Sendable {
        /// The preflight is fine, a 401 goes out without CORS headers: the text that the FAQ quotes.
        case asQuoted
        /// The preflight itself is refused: what the FAQ explains.
        case asExplained
        /// Every answer has CORS headers.
        case open
    }
    /// What the look-up of an app user who never linked answers (anon.md 9, rows 6 and 7).
    package enum UnlinkedUser: String, Codable, CaseIterable, Sendable { case notFound, crash }
    /// The reason phrase of a look-up that crashed: `Internal Server` or `Internal Server Error`.
    package enum CrashPhrase: String, Codable, CaseIterable, Sendable { case quoted, standard }

    /// The bearers that are taken besides issued ones; nil takes every `anon_…` and `ory_…`.
    package var apiKeys: [String]?
    /// How long a member's session token is good.
    package var memberSessionLifetime = TimeSpan.minutes(24 * 60)
    package var unauthorizedBody = UnauthorizedBody.gateway
    /// The status that comes with `{"error":"Upstream error"}`.
    package var upstreamStatus = 502
    package var crossOrigin = CrossOrigin.asQuoted
    package var unlinkedUser = UnlinkedUser.notFound
    package var crashPhrase = CrashPhrase.quoted
    /// How often a session that was just linked answers `unknown` (anon.md 3.1).
    package var unknownStatusReads = 1
    /// How many calls find a session active before its access is revoked; nil is any number.
    package var revokedAfterUses: Int?
    /// How long a downloaded key set is used before it is downloaded again.
    package var keySetLifetime = TimeSpan.minutes(5)
    /// How long the sign-in page of a site with a saved session stays open (anon.md 9, row 9).
    package var closesAfter = TimeSpan.seconds(2)
    /// Where the tunnel leads: addresses by the names that a browser asks for.
    package var tunnelHosts: [String: String] = [:]
    /// How many objects a world holds.
    package var objectLimit = 1_000_000

    /// The defaults of product.md 8.
    package init() {}
}
