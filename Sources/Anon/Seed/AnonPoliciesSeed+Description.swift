package import Kernel

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
