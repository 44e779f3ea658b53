package import Browsers
import HashTreeCollections
package import Kernel

/// The state that a scenario describes.
extension AnonState {
    /// A world's first state: the ready-made set and what the scenario lists, whatever the limit on objects. A reference
    /// that leads nowhere, which `AnonSeed.complaints` reports, is left out.
    ///
    /// - Parameter network: how browsers reach the sites.
    package init(seed: AnonSeed, network: BrowserNetwork = BrowserNetwork(), ids: IDSequence, now: Moment) {
        self.init(ids: ids, now: now)
        for organization in seed.organizations ?? [] { insert(organization) }
        var names = SeedNames()
        names.organizations = Dictionary(organizations.values.map { ($0.name, $0.id) }) { first, _ in first }
        for pool in seed.userPools ?? [] { insert(pool, names) }
        names.pools = Dictionary(userPools.values.map { ($0.name, $0.id) }) { first, _ in first }
        for client in seed.sdkClients ?? [] { insert(client, names) }
        for app in seed.apps ?? [] { customApps[app.id] = app.integration(through: network) }
        let uses = AnonPolicies(seed).revokedAfterUses
        for user in seed.appUsers ?? [] { insert(user, names, network, revokedAfterUses: uses, now: now) }
    }

    private mutating func insert(_ seed: OrganizationSeed) {
        let id = seed.id?.text ?? ids.uuid()
        organizations[id] = Organization(
            id: id, name: seed.name, logoURL: seed.logoURL, memberIDs: [], ordinal: nextOrdinal())
        for member in seed.members ?? [] {
            _ = nextOrdinal()
            add(Member(member.draft, id: member.id?.text ?? ids.uuid(), organizationID: id))
        }
    }

    private mutating func insert(_ seed: UserPoolSeed, _ names: SeedNames) {
        guard let organizationID = organization(referredToAs: seed.organization, names) else { return }
        add(
            UserPool(
                id: seed.id?.text ?? ids.uuid(), name: seed.name, description: seed.description ?? "",
                organizationID: organizationID, authorization: seed.authorization, ordinal: nextOrdinal()))
    }

    private mutating func insert(_ seed: SdkClientSeed, _ names: SeedNames) {
        guard let organizationID = organization(referredToAs: seed.organization, names) else { return }
        let kind: SdkClient.Kind
        switch seed.kind {
        case .service:
            kind = .service(apiKey: seed.apiKey ?? ids.anonAPIKey(), keySpace: seed.environment ?? .sandbox)
        case .application:
            guard let poolID = userPool(referredToAs: seed.userPool, names) else { return }
            kind = .application(userPoolID: poolID)
        }
        add(
            SdkClient(
                id: seed.id?.text ?? ids.uuid(), name: seed.name, description: seed.description ?? "",
                organizationID: organizationID, kind: kind, isOAuthDisabled: seed.oauthDisabled, ordinal: nextOrdinal())
        )
    }

    private mutating func insert(
        _ seed: AppUserSeed, _ names: SeedNames, _ network: BrowserNetwork, revokedAfterUses uses: Int?, now: Moment
    ) {
        guard let organizationID = organization(referredToAs: seed.organization, names) else { return }
        let key = AppUserKey(
            keySpace: seed.environment ?? .sandbox, organizationID: organizationID, externalID: seed.id)
        appUsers[key] = AppUser(key: key, anonID: ids.uuid(), email: seed.email, ordinal: nextOrdinal())
        for session in seed.sessions ?? [] {
            add(
                Session(
                    id: session.id?.text ?? ids.uuid(), app: session.app, user: key,
                    condition: session.status ?? .active,
                    unknownReadsLeft: 0, usesLeft: uses, collectedAt: now, grantedClientIDs: [], ordinal: nextOrdinal(),
                    browser: appIntegration(session.app).flatMap(SiteOrigin.init(of:)).flatMap {
                        session.browser?.state(of: $0.reached(through: network))
                    }))
        }
    }

    private func organization(referredToAs reference: ObjectID?, _ names: SeedNames) -> String? {
        guard let reference = reference?.text else { return readyMade.organizationID }
        return organizations[reference]?.id ?? names.organizations[reference]
    }

    private func userPool(referredToAs reference: ObjectID?, _ names: SeedNames) -> String? {
        guard let reference = reference?.text else { return readyMade.userPoolID }
        return userPools[reference]?.id ?? names.pools[reference]
    }
}

/// The ids of what a scenario refers to by name.
private struct SeedNames {
    var organizations: [String: String] = [:]
    var pools: [String: String] = [:]
}
