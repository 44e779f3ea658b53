import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Tokens

/// | call | answer |
/// |---|---|
/// | `POST /org/appUserIdToken` | 200 `{appUserIdToken}` |
enum AppUserIdTokenController {
    static let routes: [Route<AnonStore>] = [
        Route(.createAppUserIdToken, for: CallerAccess.writing, handle: create)
    ]

    /// Issuing links nobody: no record of the user is made (anon.md 8).
    @Sendable private static func create(_ call: AnonCall, caller: Caller) async throws -> Reply {
        let body = try CreateAppUserIdToken.Body(call.members())
        let grant = try call.store.read { (state) throws(AnonProblem) in
            let pool = try state.issuingPool(body.userPoolID, for: caller)
            return AppUserIdTokenGrant(
                appUserID: body.appUserID, userPoolID: pool.id, sdkClientID: state.webappClient[pool.id],
                issuedAt: call.now, expiresAt: body.expiresAt)
        }
        return .json(.ok, CreateAppUserIdToken.Reply(appUserIDToken: await grant.sign()))
    }
}

extension Endpoint {
    static let createAppUserIdToken = Endpoint(
        "anon.createAppUserIdToken", .post, "/org/appUserIdToken", "Issue an app user id token (hosted pools)",
        choice: """
            Without `userPoolId` the organisation's first hosted pool. RS256 with the built-in key; `sdkClientId` is the \
            pool's first webapp client. 6 months are 183 days. No app user is made by it.
            """)
}
