package import Kernel

/// Anon's part of a scenario: what a world begins with besides the ready-made set, and the choices that hold in it
/// (product.md 4 and 8).
package struct AnonSeed: ScenarioSection {
    /// `anon`
    package static let name = "anon"

    var organizations: [OrganizationSeed]?
    var userPools: [UserPoolSeed]?
    var sdkClients: [SdkClientSeed]?
    var appUsers: [AppUserSeed]?
    var apps: [AppSeed]?
    var policies: AnonPoliciesSeed?

    private enum CodingKeys: String, CodingKey {
        case organizations, userPools, sdkClients, appUsers, apps, policies
    }

    /// Nothing but the ready-made set, and the default choices.
    package init() {}
}

extension AnonSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "organizations": "Customers of Anon's, besides the ready-made one.",
        "userPools": "Pools of end users, besides the ready-made hosted one.",
        "sdkClients": "Webapp and service clients, besides the ready-made ones.",
        "appUsers": "End users who linked already.",
        "apps": "Sites that users can link, besides the built-in ones.",
        "policies": "Drydock's choices where the vendor's documents are silent.",
    ])
}
