import HTTPTypes
import Kernel
import KernelHTTP

/// Identities (anchor.md 3).
extension Endpoint {
    static let createIdentity = Endpoint(
        "anchor.createIdentity", .post, "/v1/identities", "Create an identity from credentials",
        choice: """
            With `validateAsync=true`, the default, the answer is `pending` and the status follows after the delay of \
            the policy `identityValidation.after`; with `false` the answer has the final status. Credentials of \
            `user_bad_password` and `user_locked` fail.
            """)
    static let getIdentity = Endpoint(
        "anchor.getIdentity", .get, "/v1/identities/{identityId}", "Read one identity",
        choice: """
            A new identity may be unknown at first (policy `identityVisibility`): to this call and to all others that \
            name it, and lists leave it out. Each such call counts as a try.
            """)
    static let updateIdentity = Endpoint(
        "anchor.updateIdentity", .put, "/v1/identities/{identityId}", "Change an identity",
        choice: """
            Fields that are given are replaced whole and absent ones stay; the policy `identityMetadata` can merge the \
            metadata instead. New credentials start a new validation. A field of the wrong type answers 400.
            """)
    static let deleteIdentity = Endpoint(
        "anchor.deleteIdentity", .delete, "/v1/identities/{identityId}", "Delete an identity")
    static let getIdentityCredentials = Endpoint(
        "anchor.getIdentityCredentials", .get, "/v1/identities/{identityId}/credentials",
        "Read the stored credentials, secrets in clear",
        choice: """
            Answered for the sake of older clients; the vendor's newest description no longer has it. The policy \
            `identityCredentials: hidden` makes it a 404.
            """)
    static let reauthenticateIdentity = Endpoint(
        "anchor.reauthenticateIdentity", .post, "/v1/identities/{identityId}/reauthenticate",
        "Sign in again with the stored credentials",
        choice: """
            A refused sign-in changes nothing. With `sync: false` the outcome shows in the identity's status later.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/identities` | 201 `CreateIdentity.Reply` |
/// | `GET /v1/identities/{identityId}` | 200 `GetIdentity.Reply` |
/// | `PUT /v1/identities/{identityId}` | 200 `UpdateIdentity.Reply` |
/// | `DELETE /v1/identities/{identityId}` | 200 `{message}` |
/// | `GET /v1/identities/{identityId}/credentials` | 200 `GetIdentityCredentials.Reply` |
/// | `POST /v1/identities/{identityId}/reauthenticate` | 200 `ReauthenticateIdentity.Reply` |
enum IdentityController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createIdentity, admit: AnchorAccess.apiKey, handle: create),
        Route(.getIdentity, admit: AnchorAccess.apiKey, handle: get),
        Route(.updateIdentity, admit: AnchorAccess.apiKey, handle: update),
        Route(.deleteIdentity, admit: AnchorAccess.apiKey, handle: delete),
        Route(.getIdentityCredentials, admit: AnchorAccess.apiKey, handle: getCredentials),
        Route(.reauthenticateIdentity, admit: AnchorAccess.teamKey, handle: reauthenticate),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let query = try CreateIdentity.Query(call.query("validateAsync"), reading: policies.reading)
        let body = try CreateIdentity.Body(call.members())
        let draft = body.draft(isAsync: query.validateAsync, call.turn)
        let identity = try call.update { try $0.createIdentity(draft, at: body.site, $1) }
        return .json(.created, CreateIdentity.Reply(identity, at: call.now))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        .json(.ok, GetIdentity.Reply(try identity(of: call), at: call.now))
    }

    private static func update(_ call: AnchorCall) throws -> Reply {
        let body = try UpdateIdentity.Body(call.members())
        let identity = try call.update { try $0.updateIdentity(call.parameter("identityId"), with: body.change, $1) }
        return .json(.ok, UpdateIdentity.Reply(identity))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { try $0.deleteIdentity(call.parameter("identityId"), $1) }
        return .json(.ok, DeleteIdentity.Reply())
    }

    private static func getCredentials(_ call: AnchorCall) throws -> Reply {
        guard call.store.policies.identityCredentials == .shown else { throw AnchorProblem.credentialsHidden }
        return .json(.ok, GetIdentityCredentials.Reply(try identity(of: call)))
    }

    private static func reauthenticate(_ call: AnchorCall) throws -> Reply {
        let body = try ReauthenticateIdentity.Body(call.members())
        let result = try call.update { try $0.reauthenticate(call.parameter("identityId"), isAsync: !body.sync, $1) }
        return .json(.ok, ReauthenticateIdentity.Reply(result))
    }

    private static func identity(of call: AnchorCall) throws -> Identity {
        let id = call.parameter("identityId")
        if let identity = call.store.read({ $0.readableIdentity(id) }) { return identity }
        return try call.update { try $0.identity(id, $1) }
    }
}

extension AnchorProblem {
    /// The vendor's newest description has no such path (anchor.md 9, row 8).
    fileprivate static var credentialsHidden: AnchorProblem {
        AnchorProblem(
            .notFound, "Not found",
            Reason(
                AnchorReason.identityCredentialsHidden,
                "The policy identityCredentials hides this path, as the vendor now does.")
        )
    }
}
