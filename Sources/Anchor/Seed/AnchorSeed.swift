package import Kernel

/// Anchor's part of a scenario: what a world begins with, and the choices that hold in it (product.md 4 and 8).
package struct AnchorSeed: ScenarioSection {
    /// `anchor`
    package static let name = "anchor"

    var applications: [ApplicationSeed]?
    var authFlows: [AuthFlowSeed]?
    var identities: [IdentitySeed]?
    var profiles: [ProfileSeed]?
    var sessions: [SessionSeed]?
    var policies: PoliciesSeed?

    private enum CodingKeys: String, CodingKey {
        case applications, authFlows, identities, profiles, sessions, policies
    }

    /// No objects, and the default choices.
    package init() {}
}

extension AnchorSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "applications": "The sites that are registered already.",
        "authFlows": "Ways to sign in, besides the default one that every application has.",
        "identities": "The sign-ins that are there already.",
        "profiles": "The stored browser profiles.",
        "sessions": "The browser sessions that run already.",
        "policies": "Drydock's choices where the vendor's documents are silent.",
    ])
}
