import HTTPTypes
import Kernel
import KernelHTTP
import Tokens

/// | call | answer |
/// |---|---|
/// | `POST /org/userPool` | 200 `UserPoolReply` |
/// | `GET /org/userPool/{userPoolId}` | 200 `UserPoolReply` |
enum UserPoolController {
    static let routes: [Route<AnonStore>] = [
        Route(.createUserPool, for: CallerAccess.writing, handle: create),
        Route(.getUserPool, for: CallerAccess.organization, handle: get),
    ]

    /// The key set is downloaded first, outside the lock: a host that hangs holds up this request and no other.
    @Sendable private static func create(_ call: AnonCall, caller: Caller) async throws -> Reply {
        let body = try CreateUserPool.Body(call.members())
        let policies = call.store.policies
        try caller.check(organizationID: body.organizationID, policies)
        if case .selfHosted(let jwksURI, _) = body.draft.authorization {
            do throws(KeySetFailure) {
                _ = try await call.store.keySets.keySet(for: jwksURI, at: call.now, freshness: .fresh)
            } catch {
                throw AnonProblem.keySet(error.description, error.reason)
            }
        }
        let pool = try call.store.update { try $0.createUserPool(body.draft, for: caller, policies: policies) }
        return .json(.ok, UserPoolReply(pool, origin: call.exchange.origin))
    }

    @Sendable private static func get(_ call: AnonCall, caller: Caller) throws -> Reply {
        let id = call.parameter("userPoolId")
        let pool = try call.store.read { try $0.userPool(id, for: caller) }
        return .json(.ok, UserPoolReply(pool, origin: call.exchange.origin))
    }
}
