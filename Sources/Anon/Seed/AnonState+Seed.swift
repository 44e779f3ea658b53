import HashTreeCollections
package import Kernel

/// The state that a scenario describes.
extension AnonState {
    /// A world's first state: the ready-made set and what the scenario lists, whatever the limit on objects. A reference
    /// that leads nowhere, which `AnonSeed.complaints` reports, is left out.
    package init(seed: AnonSeed, ids: IDSequence, now: Moment) {
        self.init(ids: ids, now: now)
        for organization in seed.organizations ?? [] { insert(organization) }
        for pool in seed.userPools ?? [] { insert(pool) }
        for client in seed.sdkClients ?? [] { insert(client) }
        for app in seed.apps ?? [] { customApps[app.id] = app.integration }
        let uses = AnonPolicies(seed).revokedAfterUses
        for user in seed.appUsers ?? [] { insert(user, revokedAfterUses: uses, now: now) }
    }

    private mutating func insert(_ seed: OrganizationSeed) {
        let id = seed.id ?? ids.uuid()
        organizations[id] = Organization(
            id: id, name: seed.name, logoURL: seed.logoURL, memberIDs: [], ordinal: nextOrdinal())
        for member in seed.members ?? [] {
            _ = nextOrdinal()
            add(Member(member.draft, id: member.id ?? ids.uuid(), organizationID: id))
        }
    }

    private mutating func insert(_ seed: UserPoolSeed) {
        guard let organizationID = organization(referredToAs: seed.organization) else { return }
        add(
            UserPool(
                id: seed.id ?? ids.uuid(), name: seed.name, description: seed.description ?? "",
                organizationID: organizationID, authorization: seed.authorization, ordinal: nextOrdinal()))
    }

    private mutating func insert(_ seed: SdkClientSeed) {
        guard let organizationID = organization(referredToAs: seed.organization) else { return }
        let kind: SdkClient.Kind
        switch seed.kind {
        case .service:
            kind = .service(apiKey: seed.apiKey ?? ids.anonAPIKey(), keySpace: seed.environment ?? .sandbox)
        case .application:
            guard let poolID = userPool(referredToAs: seed.userPool) else { return }
            kind = .application(userPoolID: poolID)
        }
        add(
            SdkClient(
                id: seed.id ?? ids.uuid(), name: seed.name, description: seed.description ?? "",
                organizationID: organizationID, kind: kind, isOAuthDisabled: seed.oauthDisabled, ordinal: nextOrdinal())
        )
    }

    private mutating func insert(_ seed: AppUserSeed, revokedAfterUses uses: Int?, now: Moment) {
        guard let organizationID = organization(referredToAs: seed.organization) else { return }
        let key = AppUserKey(
            keySpace: seed.environment ?? .sandbox, organizationID: organizationID, externalID: seed.id)
        appUsers[key] = AppUser(key: key, anonID: ids.uuid(), email: seed.email, ordinal: nextOrdinal())
        for session in seed.sessions ?? [] {
            add(
                Session(
                    id: session.id ?? ids.uuid(), app: session.app, user: key, condition: session.status ?? .active,
                    unknownReadsLeft: 0, usesLeft: uses, collectedAt: now, grantedClientIDs: [], ordinal: nextOrdinal())
            )
        }
    }

    private func organization(referredToAs reference: String?) -> String? {
        guard let reference else { return readyMade.organizationID }
        return organizations[reference]?.id ?? organizations.values.first { $0.name == reference }?.id
    }

    private func userPool(referredToAs reference: String?) -> String? {
        guard let reference else { return readyMade.userPoolID }
        return userPools[reference]?.id ?? userPools.values.first { $0.name == reference }?.id
    }
}
