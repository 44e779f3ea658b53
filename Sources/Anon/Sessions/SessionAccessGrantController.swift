import HTTPTypes
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /account/api/v1/sessionAccessGrant` | 200 `SessionAccessGrant` |
/// | `DELETE /account/api/v1/sessionAccessGrant` | 200 `SessionAccessGrant` |
enum SessionAccessGrantController {
    static let routes: [Route<AnonStore>] = [
        Route(.createSessionAccessGrant, for: CallerAccess.backendWriting, handle: create),
        Route(.deleteSessionAccessGrant, for: CallerAccess.backendWriting, handle: delete),
    ]

    @Sendable private static func create(_ call: AnonCall, caller: Caller) throws -> Reply {
        let grant = try SessionAccessGrant(call.members())
        let policies = call.store.policies
        try call.store.update { try $0.create(grant, for: caller, policies: policies) }
        return .json(.ok, grant)
    }

    @Sendable private static func delete(_ call: AnonCall, caller: Caller) throws -> Reply {
        let grant = try SessionAccessGrant(call.members())
        try call.store.update { try $0.delete(grant, for: caller) }
        return .json(.ok, grant)
    }
}
