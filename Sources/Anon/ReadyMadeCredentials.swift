import Kernel

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
