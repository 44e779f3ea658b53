/// Who an app user id token says its bearer is, once it is verified.
package struct AppUserIdentity: Sendable, Equatable {
    /// The customer's own id: the value of the pool's claim.
    package let externalID: String
    /// The token's e-mail address.
    let email: String?
    let organizationID: String
    let keySpace: KeySpace
    let userPoolID: String
    /// The webapp client that the token came with.
    let sdkClientID: String

    /// Under which the user's record and sessions are.
    var key: AppUserKey { AppUserKey(keySpace: keySpace, organizationID: organizationID, externalID: externalID) }
}
