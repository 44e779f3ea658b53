package import Kernel

/// The choices where Anon's documents are silent (Choices.md), as one world has them. Fixed when the world is made.
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

    /// The defaults (Choices.md).
    package init() {}
}

/// The choices (Choices.md) as a scenario writes them; what it does not name keeps its default.
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

extension AnonPoliciesSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "apiKeys":
            "The only bearers that are taken besides issued ones, without @world; without this, every anon_… and ory_….",
        "memberSessionLifetime": "How long a member's session token is good.",
        "errors": "Status and body of refused calls.",
        "cors": "How browsers of another origin are answered.",
        "translation": "What the look-up of a user who never linked answers.",
        "unknownStatusReads": FieldDescription(
            "How often a session that was just linked answers unknown.", range: 0...1_000_000),
        "revokedAfterUses": FieldDescription(
            "How many calls find a session active before its access is revoked, once; without this, any number.",
            range: 1...1_000_000),
        "jwksLifetime": "How long a downloaded key set is used.",
        "closesAfter": "How long the sign-in page of a site with a saved session stays open.",
        "tunnel": "Where the CONNECT proxy leads.",
    ])
}

extension AnonPoliciesSeed.Errors: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "unauthorized": "The body of a 401: the gateway's {\"message\": …} or the services' {\"error\": …}.",
        "upstream": FieldDescription("The status of {\"error\": \"Upstream error\"}.", range: 400...599),
    ])
}

extension AnonPoliciesSeed.Translation: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "unlinked": "404, or a crash with 500.",
        "phrase": "The crash's reason phrase: Internal Server (quoted) or Internal Server Error (standard).",
    ])
}

extension AnonPoliciesSeed.Tunnel: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "hosts": "Addresses (127.0.0.1:PORT) by the names that a browser asks for; nothing else is reachable."
    ])
}

/// The choices that a scenario makes, over the defaults.
extension AnonPolicies {
    /// The defaults with what `seed` changes.
    package init(_ seed: AnonSeed) {
        self.init()
        guard let policies = seed.policies else { return }
        apiKeys = policies.apiKeys
        memberSessionLifetime = policies.memberSessionLifetime ?? memberSessionLifetime
        unauthorizedBody = policies.errors?.unauthorized ?? unauthorizedBody
        upstreamStatus = policies.errors?.upstream ?? upstreamStatus
        crossOrigin = policies.crossOrigin ?? crossOrigin
        unlinkedUser = policies.translation?.unlinked ?? unlinkedUser
        crashPhrase = policies.translation?.phrase ?? crashPhrase
        unknownStatusReads = policies.unknownStatusReads ?? unknownStatusReads
        revokedAfterUses = policies.revokedAfterUses
        keySetLifetime = policies.keySetLifetime ?? keySetLifetime
        closesAfter = policies.closesAfter ?? closesAfter
        let hosts = (policies.tunnel?.hosts ?? [:]).map { ($0.key.lowercased(), $0.value) }
        tunnelHosts = Dictionary(hosts) { first, _ in first }
    }
}
