import HashTreeCollections
import Kernel

/// What every world has without any set-up, so that a quickstart needs none. It is issued, and therefore different in each world.
package struct ReadyMadeSet: Codable, Sendable {
    /// The member's e-mail address; the same in every world.
    package static let memberEmail = "admin@drydock.example"
    /// The member's password; the same in every world.
    package static let memberPassword = "drydock"
    /// The example user's id as the customer knows it; the same in every world.
    package static let exampleUser = "example-user"

    /// Scenarios cannot use this name for another one.
    static let organizationName = "Drydock"
    /// Scenarios cannot use this name for another one.
    static let userPoolName = "Example users"

    /// The organisation, to which unknown `anon_…` and `ory_…` bearers also belong.
    package let organizationID: String
    /// The organisation's member, an Admin.
    package let memberID: String
    /// The hosted pool.
    package let userPoolID: String
    /// The webapp client on that pool: Link's `clientId`.
    package let webappClientID: String
    /// The service client with the sandbox key.
    package let serviceClientID: String
    /// Its key.
    package let apiKey: String
    /// The service client with the production key.
    package let prodServiceClientID: String
    /// Its key.
    package let prodAPIKey: String
    /// When the world began: the example token's `iat`.
    let madeAt: Moment

    init(ids: inout IDSequence, madeAt: Moment) {
        organizationID = ids.uuid()
        memberID = ids.uuid()
        userPoolID = ids.uuid()
        webappClientID = ids.uuid()
        serviceClientID = ids.uuid()
        apiKey = ids.anonAPIKey()
        prodServiceClientID = ids.uuid()
        prodAPIKey = ids.anonAPIKey()
        self.madeAt = madeAt
    }
}

/// The ready-made set as objects.
extension AnonState {
    /// Puts the ready-made set in place. It counts as objects like any other.
    mutating func insertReadyMadeSet() {
        let set = readyMade
        organizations[set.organizationID] = Organization(
            id: set.organizationID, name: ReadyMadeSet.organizationName, logoURL: nil, memberIDs: [],
            ordinal: nextOrdinal())
        _ = nextOrdinal()
        add(
            Member(
                Member.Draft(
                    name: "Drydock Admin", email: ReadyMadeSet.memberEmail, password: ReadyMadeSet.memberPassword,
                    role: .admin),
                id: set.memberID, organizationID: set.organizationID))
        add(
            UserPool(
                id: set.userPoolID, name: ReadyMadeSet.userPoolName, description: "The ready-made hosted pool",
                organizationID: set.organizationID, authorization: .hosted, ordinal: nextOrdinal()))
        insertClient(set.webappClientID, "Example webapp", .application(userPoolID: set.userPoolID))
        insertClient(
            set.serviceClientID, "Example backend", .service(apiKey: set.apiKey, keySpace: .sandbox))
        insertClient(
            set.prodServiceClientID, "Example backend (prod)", .service(apiKey: set.prodAPIKey, keySpace: .prod))
    }

    private mutating func insertClient(_ id: String, _ name: String, _ kind: SdkClient.Kind) {
        add(
            SdkClient(
                id: id, name: name, description: "Ready-made", organizationID: readyMade.organizationID, kind: kind,
                isOAuthDisabled: nil, ordinal: nextOrdinal()))
    }
}

/// The ready-made set as a client needs it: what to export, and the example user's token, signed for this world.
package struct ReadyMadeCredentials: Sendable {
    /// The set.
    package let set: ReadyMadeSet
    /// The example user's token; good for 6 months from the world's beginning.
    package let appUserIDToken: String

    /// The credentials of `store`'s world.
    package init(of store: AnonStore) async {
        set = store.snapshot.readyMade
        appUserIDToken = await AppUserIdTokenGrant(
            appUserID: ReadyMadeSet.exampleUser, userPoolID: set.userPoolID, sdkClientID: set.webappClientID,
            issuedAt: set.madeAt
        ).sign()
    }

    /// Where the key set is that the token is verified with.
    ///
    /// - Parameter url: where clients reach Drydock.
    package func jwksURI(url: String) -> String { url + KeySetController.path }

    /// The variables to export, in the order in which a reader needs them. The names are ours.
    ///
    /// - Parameter url: where clients reach Drydock.
    package func variables(url: String) -> [(name: String, value: String)] {
        [
            ("ANON_API_URL", url), ("ANON_API_KEY", set.apiKey), ("ANON_CLIENT_ID", set.webappClientID),
            ("ANON_APP_USER_ID", ReadyMadeSet.exampleUser), ("ANON_APP_USER_ID_TOKEN", appUserIDToken),
        ]
    }
}
