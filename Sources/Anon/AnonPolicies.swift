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
                "The body of a 401: the gateway's {\"message\": …} or the services' {\"error\": …}.",
                row: PolicyRow(
                    "no bearer, expired, revoked, of another environment", "401 `{\"message\":\"Unauthorized\"}`",
                    example: "errors: {unauthorized: gateway|service}")),
            PolicyChoice(
                "upstream", \.upstream,
                FieldDescription("The status of {\"error\": \"Upstream error\"}.", range: 400...599),
                row: PolicyRow(
                    "a bearer on `/org/*` that is no key and no session token", "502 `{\"error\":\"Upstream error\"}`",
                    example: "errors: {upstream: 502}")),
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
        /// Addresses by the names of hosts, in lower case and ASCII once a world has them.
        var hosts: [String: String]?

        /// Nowhere.
        init() {}

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
    var browserOrigins: [String] = []
    /// How many objects a world holds. No scenario changes it.
    package var objectLimit = 1_000_000

    /// The defaults.
    package init() {}

    /// Whether the proxy leads to a host, by its name in lower case.
    package func tunnelLeads(to host: String) -> Bool { tunnel.hosts?[host] != nil }

    /// What a scenario can choose.
    package static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "apiKeys", \.apiKeys,
            "The only bearers that are taken besides issued ones, without @world; without this, every anon_… and ory_….",
            row: PolicyRow(
                "bearers",
                "any `anon_…`, `ory_…` is an admin key of the ready-made organisation; issued keys "
                    + "are bound to organisation and environment",
                example: "apiKeys: […]")),
        PolicyChoice(
            "memberSessionLifetime", \.memberSessionLifetime, "How long a member's session token is good.",
            row: PolicyRow(
                "a member's session token", "lives 24 h",
                example: "memberSessionLifetime: 24h")),
        PolicyChoice("errors", \.errors, "Status and body of refused calls."),
        PolicyChoice(
            "cors", \.crossOrigin, "How browsers of another origin are answered.",
            row: PolicyRow(
                "CORS",
                "`asQuoted`: a good preflight, then a bare 401; `asExplained`: the preflight is "
                    + "refused; `open`")),
        PolicyChoice(
            "translation", \.translation, "What the look-up of a user who never linked answers.",
            row: PolicyRow(
                "look-up of a user who never linked", "404 `Not Found`; or 500 `Internal Server`",
                example: "translation: {unlinked: notFound|crash, phrase: quoted|standard}")),
        PolicyChoice(
            "unknownStatusReads", \.unknownStatusReads,
            FieldDescription("How often a session that was just linked answers unknown.", range: 0...1_000_000),
            row: PolicyRow(
                "status of a session that was just linked", "`unknown` once, then `active`",
                example: "unknownStatusReads: 1")),
        PolicyChoice(
            "revokedAfterUses", \.revokedAfterUses,
            FieldDescription(
                "How many calls find a session active before its access is revoked, once; without this, any number.",
                range: 1...1_000_000),
            row: PolicyRow(
                "access that was granted",
                "stays; else so many calls find the session active and the next one finds it revoked, "
                    + "until the user links anew, which then helps for good",
                example: "revokedAfterUses: 1")),
        PolicyChoice(
            "jwksLifetime", \.keySetLifetime, "How long a downloaded key set is used.",
            row: PolicyRow(
                "how long a key set is kept", "5 minutes; an unknown `kid` downloads it again",
                example: "jwksLifetime: 5m")),
        PolicyChoice(
            "closesAfter", \.closesAfter, "How long the sign-in page of a site with a saved session stays open.",
            row: PolicyRow(
                "a saved session at Link", "the sign-in page closes after 2 s of the world's clock",
                example: "closesAfter: 2s")),
        PolicyChoice(
            "tunnel", \.tunnel, "Where the CONNECT proxy leads.",
            row: PolicyRow(
                "tunnel", "refused key or unmapped name 403, unlinked user 502",
                example: "tunnel: {hosts: {…}}")),
        PolicyChoice(
            "browserOrigins", \.browserOrigins, "The origins whose pages may attach to remote browsers.",
            row: PolicyRow(
                "a page attaches to a remote browser", "403, whatever it knows; programs send no `Origin`",
                example: "browserOrigins: [https://app.example.com]")),
    ]
}
