package import Kernel

/// The choices where Anon's documents are silent (Choices.md), as one world has them. Fixed when the world is made.
package struct AnonPolicies: PolicySet {
    /// The body of a 401: the gateway's `{"message": …}` or the services' `{"error": …}` (anon.md 2.9).
    enum UnauthorizedBody: String, Codable, CaseIterable, Sendable { case gateway, service }
    /// How browsers of another origin are answered (anon.md 9.1).
    enum CrossOrigin: String, Codable, CaseIterable, Sendable {
        /// The preflight is fine, a 401 goes out without CORS headers: the text that the FAQ quotes.
        case asQuoted
        /// The preflight itself is refused: what the FAQ explains.
        case asExplained
        /// Every answer has CORS headers.
        case open
    }
    /// What the look-up of an app user who never linked answers (anon.md 9, rows 6 and 7).
    enum UnlinkedUser: String, Codable, CaseIterable, Sendable { case notFound, crash }
    /// The reason phrase of a look-up that crashed: `Internal Server` or `Internal Server Error`.
    enum CrashPhrase: String, Codable, CaseIterable, Sendable { case quoted, standard }

    /// Status and body of refused calls.
    struct Errors: PolicySet {
        var unauthorized = UnauthorizedBody.gateway
        var upstream = 502

        /// The gateway's.
        init() {}

        /// What a scenario can say of them.
        static let choices: [PolicyChoice<Self>] = [
            PolicyChoice(
                "unauthorized", \.unauthorized,
                "The body of a 401: the gateway's {\"message\": …} or the services' {\"error\": …}."),
            PolicyChoice(
                "upstream", \.upstream,
                FieldDescription("The status of {\"error\": \"Upstream error\"}.", range: 400...599)),
        ]
    }

    /// The look-up of users who never linked.
    struct Translation: PolicySet {
        var unlinked = UnlinkedUser.notFound
        var phrase = CrashPhrase.quoted

        /// As the FAQ quotes it.
        init() {}

        /// What a scenario can say of it.
        static let choices: [PolicyChoice<Self>] = [
            PolicyChoice("unlinked", \.unlinked, "404, or a crash with 500."),
            PolicyChoice(
                "phrase", \.phrase,
                "The crash's reason phrase: Internal Server (quoted) or Internal Server Error (standard)."),
        ]
    }

    /// Where the CONNECT proxy leads.
    struct Tunnel: PolicySet {
        /// As a scenario writes them.
        var hosts: [String: String]?

        /// Nowhere.
        init() {}

        /// Where a name leads, whatever its case; nil if it is not mapped.
        func address(of name: String) -> String? {
            hosts?.first { $0.key.lowercased() == name.lowercased() }?.value
        }

        /// What a scenario can say of it.
        static let choices: [PolicyChoice<Self>] = [
            PolicyChoice(
                "hosts", \.hosts,
                "Addresses (127.0.0.1:PORT) by the names that a browser asks for; nothing else is reachable.")
        ]
    }

    var apiKeys: [String]?
    var memberSessionLifetime = TimeSpan.minutes(24 * 60)
    var errors = Errors()
    var crossOrigin = CrossOrigin.asQuoted
    var translation = Translation()
    var unknownStatusReads = 1
    var revokedAfterUses: Int?
    /// How long the world's cache keeps a key set.
    package var keySetLifetime = TimeSpan.minutes(5)
    var closesAfter = TimeSpan.seconds(2)
    var tunnel = Tunnel()
    /// How many objects a world holds. No scenario changes it.
    package var objectLimit = 1_000_000

    /// The defaults.
    package init() {}

    /// What a scenario can choose.
    package static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "apiKeys", \.apiKeys,
            "The only bearers that are taken besides issued ones, without @world; without this, every anon_… and ory_…."
        ),
        PolicyChoice(
            "memberSessionLifetime", \.memberSessionLifetime, "How long a member's session token is good."),
        PolicyChoice("errors", \.errors, "Status and body of refused calls."),
        PolicyChoice("cors", \.crossOrigin, "How browsers of another origin are answered."),
        PolicyChoice("translation", \.translation, "What the look-up of a user who never linked answers."),
        PolicyChoice(
            "unknownStatusReads", \.unknownStatusReads,
            FieldDescription("How often a session that was just linked answers unknown.", range: 0...1_000_000)),
        PolicyChoice(
            "revokedAfterUses", \.revokedAfterUses,
            FieldDescription(
                "How many calls find a session active before its access is revoked, once; without this, any number.",
                range: 1...1_000_000)),
        PolicyChoice("jwksLifetime", \.keySetLifetime, "How long a downloaded key set is used."),
        PolicyChoice(
            "closesAfter", \.closesAfter, "How long the sign-in page of a site with a saved session stays open."),
        PolicyChoice("tunnel", \.tunnel, "Where the CONNECT proxy leads."),
    ]
}
