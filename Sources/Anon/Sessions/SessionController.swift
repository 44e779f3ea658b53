import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `GET /account/api/v1/session/status` | 200 `GetSessionStatus.Reply` |
/// | `GET /account/api/v1/session` | 200 `GetSession.Reply` |
/// | `DELETE /account/api/v1/session` | 200 `DeleteSession.Reply` |
/// | `GET /account/api/v1/session/list` | 200 `ListSessions.Reply` |
enum SessionController {
    static let routes: [Route<AnonStore>] = [
        Route(.getSessionStatus, for: CallerAccess.backend, handle: status),
        Route(.getSession, for: CallerAccess.backend, handle: get),
        Route(.deleteSession, for: CallerAccess.backendWriting, handle: delete),
        Route(.listSessions, for: AccountAccess.anyone, handle: list),
    ]

    @Sendable private static func status(_ call: AnonCall, caller: Caller) throws -> Reply {
        let query = try SessionQuery(call)
        let status = try call.store.update { (state) throws(AnonProblem) in
            try state.readStatus(ownedBy: query.ownerID, at: query.domain, for: caller)
        }
        return .json(.ok, GetSessionStatus.Reply(status: status))
    }

    @Sendable private static func get(_ call: AnonCall, caller: Caller) throws -> Reply {
        let query = try SessionQuery(call)
        let policies = call.store.policies
        let reply = try call.store.update { (state) throws(AnonProblem) in
            let session = try state.session(ownedBy: query.ownerID, at: query.domain, for: caller)
            let user = try state.owner(of: session, policies)
            state.countUse(of: session)
            return GetSession.Reply(
                ListedSession(session: session, user: user), integration: state.appIntegration(session.app))
        }
        return .json(.ok, reply)
    }

    @Sendable private static func delete(_ call: AnonCall, caller: Caller) throws -> Reply {
        let query = try SessionQuery(call)
        try call.store.update { (state) throws(AnonProblem) in
            try state.removeSession(ownedBy: query.ownerID, at: query.domain, for: caller)
        }
        return .json(.ok, DeleteSession.Reply(query: query))
    }

    /// On a snapshot: a long list is made with no lock held.
    @Sendable private static func list(_ call: AnonCall, caller: AccountCaller) -> Reply {
        let state = call.store.snapshot
        let sessions =
            switch caller {
            case .backend(let caller):
                state.sessions(of: caller.organizationID, in: caller.keySpace, limit: ListSessions.limit)
            case .appUser(let identity): state.sessions(of: identity.key, limit: ListSessions.limit)
            }
        return .json(.ok, ListSessions.Reply(sessions: sessions))
    }
}
