import HTTPTypes
import KernelHTTP

/// Identities (anchor.md 3).
extension Endpoint {
    static let createIdentity = Endpoint(
        "anchor.createIdentity", .post, "/v1/identities", "Create an identity from credentials",
        choice: "Answers `pending` and is validated after policies.identityValidation.after; at once with "
            + "`validateAsync=false`. Credentials of `user_bad_password` and `user_locked` fail.")
    static let getIdentity = Endpoint(
        "anchor.getIdentity", .get, "/v1/identities/{identityId}", "Read one identity",
        choice: "An identity that is new may be unknown at first (policy identityVisibility): to this call and to all "
            + "others that name it, and lists leave it out; each such call counts as a try.")
    static let updateIdentity = Endpoint(
        "anchor.updateIdentity", .put, "/v1/identities/{identityId}", "Change an identity",
        choice: "Given fields are replaced whole (policy identityMetadata), absent ones stay. New credentials start a "
            + "new validation. A field of the wrong type answers 400.")
    static let deleteIdentity = Endpoint(
        "anchor.deleteIdentity", .delete, "/v1/identities/{identityId}", "Delete an identity")
    static let getIdentityCredentials = Endpoint(
        "anchor.getIdentityCredentials", .get, "/v1/identities/{identityId}/credentials",
        "Read the stored credentials, secrets in clear",
        choice: "Answered for older clients; the policy identityCredentials: hidden makes it a 404.")
    static let reauthenticateIdentity = Endpoint(
        "anchor.reauthenticateIdentity", .post, "/v1/identities/{identityId}/reauthenticate",
        "Sign in again with the stored credentials",
        choice:
            "A refused sign-in changes nothing. With `sync: false` the outcome shows in the identity's status later.")
}
