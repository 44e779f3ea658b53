import Browsers
package import Kernel

/// Anon's part of a scenario: what a world begins with besides the ready-made set, and the choices that hold in it
/// (Scenarios.md, Choices.md).
package struct AnonSeed: ScenarioSection, ObjectDescribed {
    /// `anon`
    package static let name = "anon"

    var organizations: [OrganizationSeed]?
    var userPools: [UserPoolSeed]?
    var sdkClients: [SdkClientSeed]?
    var appUsers: [AppUserSeed]?
    var apps: [AppSeed]?
    var policies: AnonPolicies?

    private enum CodingKeys: String, CodingKey {
        case organizations, userPools, sdkClients, appUsers, apps, policies
    }

    /// Nothing but the ready-made set, and the default choices.
    package init() {}

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

extension AnonPolicies {
    /// What `seed` chooses, over the defaults.
    package init(_ seed: AnonSeed) {
        self = seed.policies ?? AnonPolicies()
        // Names of hosts are the same in any case, and browsers ask for them in Punycode.
        tunnel.hosts = tunnel.hosts.map { hosts in
            Dictionary(hosts.map { (DomainName.ascii($0.key) ?? $0.key.lowercased(), $0.value) }) { first, _ in first }
        }
    }
}

/// An organisation that a world begins with.
struct OrganizationSeed: Codable, Sendable, ObjectDescribed {
    var id: ObjectID?
    var name: String
    var logoURL: String?
    var members: [MemberSeed]?

    private enum CodingKeys: String, CodingKey {
        case id, name
        case logoURL = "logoUrl"
        case members
    }

    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it; other parts of the file refer to it by this or by the id.",
        "logoUrl": "Its logo on the Link page.",
        "members": "Who works for it.",
    ])
}

/// A member that a world begins with.
struct MemberSeed: Codable, Sendable, ObjectDescribed {
    var id: ObjectID?
    var name: String?
    var email: String
    var password: String
    var role: MemberRole?

    private enum CodingKeys: String, CodingKey { case id, name, email, password, role }

    var draft: Member.Draft {
        Member.Draft(name: name ?? email, email: email, password: password, role: role ?? .admin)
    }

    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "The member's name; without it, the address.",
        "email": "The address to log in with.",
        "password": "The password to log in with.",
        "role": "What the member may do; without it, Admin.",
    ])
}

/// A user pool that a world begins with.
struct UserPoolSeed: Codable, Sendable, ObjectDescribed {
    var id: ObjectID?
    var name: String
    var description: String?
    var organization: ObjectID?
    var jwksURI: String?
    var idClaim: String?

    private enum CodingKeys: String, CodingKey {
        case id, name, description, organization
        case jwksURI = "jwksUri"
        case idClaim
    }

    var authorization: UserPool.Authorization {
        jwksURI.map { .selfHosted(jwksURI: $0, idClaim: idClaim) } ?? .hosted
    }

    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it; SDK clients refer to it by this or by the id.",
        "description": "What it is for.",
        "organization": "The id or name of its organisation; without it, the ready-made one.",
        "jwksUri": "Where its key set is; without it, the pool is hosted by Anon. Downloaded when a token is verified.",
        "idClaim": "The claim that names the user; without it, sub.",
    ])
}

/// An SDK client that a world begins with.
struct SdkClientSeed: Codable, Sendable, ObjectDescribed {
    /// What kind of client it is.
    enum Kind: String, Codable, CaseIterable, Sendable { case service, application }

    var id: ObjectID?
    var name: String
    var description: String?
    var organization: ObjectID?
    var environment: KeySpace?
    var kind: Kind
    var userPool: ObjectID?
    var apiKey: String?
    var oauthDisabled: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, name, description, organization, environment, kind, userPool, apiKey, oauthDisabled
    }

    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it.",
        "description": "What it is for.",
        "organization": "The id or name of its organisation; without it, the ready-made one.",
        "environment": "Where a service client's key is good; without it, sandbox.",
        "kind": "A webapp (application) or a service.",
        "userPool": "The id or name of a webapp's pool; without it, the ready-made one.",
        "apiKey": "A service client's key; without it one is issued. Begins with anon_ or ory_.",
        "oauthDisabled": "As the vendor's field of that name.",
    ])
}

/// An end user who linked before a world began.
struct AppUserSeed: Codable, Sendable, ObjectDescribed {
    var id: String
    var organization: ObjectID?
    var environment: KeySpace?
    var email: String?
    var sessions: [SessionSeed]?

    private enum CodingKeys: String, CodingKey { case id, organization, environment, email, sessions }

    static let objectDescription = ObjectDescription([
        "id": "The user's id as the customer knows it: the token's sub.",
        "organization": "The id or name of the organisation; without it, the ready-made one.",
        "environment": "Where the user linked; without it, sandbox.",
        "email": "The user's address.",
        "sessions": "The apps that the user linked.",
    ])
}

/// A session that a world begins with.
struct SessionSeed: Codable, Sendable, ObjectDescribed {
    var id: ObjectID?
    var app: String
    var status: Session.Condition?
    var browser: StorageStateSeed?

    private enum CodingKeys: String, CodingKey { case id, app, status, browser }

    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "app": "The app's id, for example amazon.",
        "status": "Whether it can be used; without it, active. Shows at the first read.",
        "browser": "Its cookies and storage, in place of the app's signedIn.",
    ])
}

/// A site that users can link in this world.
struct AppSeed: Codable, Sendable, ObjectDescribed {
    var id: String
    var displayName: String?
    var iconURL: String?
    var authURL: String?
    var checkURL: String?
    var signedIn: StorageStateSeed?

    private enum CodingKeys: String, CodingKey {
        case id, displayName, signedIn
        case iconURL = "iconUrl"
        case authURL = "authUrl"
        case checkURL = "checkUrl"
    }

    /// - Parameter network: how browsers reach it.
    func integration(through network: BrowserNetwork) -> AppIntegration {
        let home = "https://\(id).example"
        var integration = AppIntegration(
            id: id, displayName: displayName ?? id, iconURL: iconURL ?? "\(home)/favicon.ico",
            authURL: authURL ?? "\(home)/login", checkURL: checkURL ?? authURL ?? "\(home)/login")
        integration.signedIn = SiteOrigin(of: integration).flatMap {
            signedIn?.state(of: $0.reached(through: network))
        }
        return integration
    }

    static let objectDescription = ObjectDescription([
        "id": "The id that clients send as app or domain.",
        "displayName": "What people call it; without it, the id.",
        "iconUrl": "Its icon.",
        "authUrl": "Where a user signs in.",
        "checkUrl": "Where a saved session is tried; without it, authUrl.",
        "signedIn": "The cookies and storage of its sessions; without it, two canned cookies and one item.",
    ])
}
