import HTTPTypes
import Kernel
import KernelHTTP

/// Sessions (anon.md 3.1, 3.2, 3.4, 3.6).
extension Endpoint {
    static let getSessionStatus = Endpoint(
        "anon.getSessionStatus", .get, "/account/api/v1/session/status",
        "Tell whether a user's session at an app can be used",
        choice: """
            A session that was just linked answers `unknown` at first, then `active`; how many reads answer `unknown`, \
            by default one, is the policy `unknownStatusReads`. Access may be revoked between two calls (policy \
            `revokedAfterUses`). Missing parameters answer 400.
            """)
    static let getSession = Endpoint(
        "anon.getSession", .get, "/account/api/v1/session",
        "Read a user's session at an app with its cookies and storage", provenance: .undocumented,
        choice: """
            Method and path follow from the documented deletion. The vendor's client has the call, but its body was \
            never published; it is Drydock's choice. Cookies and storage are canned, for the app's own site. Reading \
            does not count as a read of the status.
            """)
    static let deleteSession = Endpoint(
        "anon.deleteSession", .delete, "/account/api/v1/session", "Forget a user's session at an app",
        choice: "Only the session's own organisation may; the app user's record stays. Missing parameters answer 400.")
    static let listSessions = Endpoint(
        "anon.listSessions", .get, "/account/api/v1/session/list", "List sessions", provenance: .undocumented,
        choice: """
            Path and verb are inferred; the body is what the vendor's client library yields. A key lists its \
            organisation's sessions of its key space, an app user id token its own; in the order of making, the newest \
            1000.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /account/api/v1/session/status` | 200 `GetSessionStatus.Reply` |
/// | `GET /account/api/v1/session` | 200 `GetSession.Reply` |
/// | `DELETE /account/api/v1/session` | 200 `DeleteSession.Reply` |
/// | `GET /account/api/v1/session/list` | 200 `ListSessions.Reply` |
enum SessionController {
    static let routes: [Route<AnonStore>] = [
        Route(.getSessionStatus, for: AnonAccess.backend, handle: status),
        Route(.getSession, for: AnonAccess.backend, handle: get),
        Route(.deleteSession, for: AnonAccess.backendWriting, handle: delete),
        Route(.listSessions, for: AnonAccess.anyone, workload: .growing, waiting: list),
    ]

    @Sendable private static func status(_ call: AnonCall, caller: Caller) throws -> Reply {
        let query = try SessionQuery(call)
        let status = try call.store.update {
            try $0.readStatus(ownedBy: query.ownerID, at: query.domain, for: caller)
        }
        return .json(.ok, GetSessionStatus.Reply(status: status))
    }

    @Sendable private static func get(_ call: AnonCall, caller: Caller) throws -> Reply {
        let query = try SessionQuery(call)
        let reply = try call.update { (state, turn) throws(AnonProblem) in
            let session = try state.session(ownedBy: query.ownerID, at: query.domain, for: caller)
            let user = try state.owner(of: session, turn)
            state.countUse(of: session)
            return GetSession.Reply(
                ListedSession(session: session, user: user), integration: state.appIntegration(session.app))
        }
        return .json(.ok, reply)
    }

    @Sendable private static func delete(_ call: AnonCall, caller: Caller) throws -> Reply {
        let query = try SessionQuery(call)
        try call.store.update { try $0.removeSession(ownedBy: query.ownerID, at: query.domain, for: caller) }
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
