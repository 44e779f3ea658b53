import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /v1/sessions` | 200 `CreateSession.Reply` |
/// | `GET /v1/sessions` | 200 `ListSessions.Reply` |
/// | `DELETE /v1/sessions/all` | 200 `{data: {status}}` |
/// | `GET /v1/sessions/all/status` | 200 `{data: {count, items}}` of `GetAllSessionsStatus.Row` |
/// | `GET /v1/sessions/history` | 200 `GetSessionsHistory.Reply` |
/// | `GET /v1/sessions/{session_id}` | 200 `GetSession.Reply` |
/// | `DELETE /v1/sessions/{session_id}` | 200 `{data: {status}}` |
/// | `GET /v1/sessions/{session_id}/pages` | 200 `{data: {count, items}}` of `ListSessionPages.Item` |
/// | `GET /v1/sessions/{session_id}/downloads` | 200 `{data: {count: 0, items: []}}` |
enum SessionController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createSession, admit: AnchorAccess.apiKey, handle: create),
        Route(.listSessions, admit: AnchorAccess.apiKey, handle: list),
        Route(.endAllSessions, admit: AnchorAccess.apiKey, handle: endAll),
        Route(.getAllSessionsStatus, admit: AnchorAccess.apiKey, handle: allStatus),
        Route(.getSessionsHistory, admit: AnchorAccess.apiKey, handle: history),
        Route(.getSession, admit: AnchorAccess.apiKey, handle: get),
        Route(.endSession, admit: AnchorAccess.apiKey, handle: end),
        Route(.listSessionPages, admit: AnchorAccess.apiKey, handle: listPages),
        Route(.listSessionDownloads, admit: AnchorAccess.apiKey, handle: listDownloads),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let body = try CreateSession.Body(call.fields(reading: policies.reading))
        try SessionAllowance.check(call)
        let session = try call.store.update {
            try $0.createSession(body.configuration, policies: policies, now: call.now)
        }
        let key = call.exchange.head.headerFields[.anchorAPIKey] ?? ""
        return .json(.ok, CreateSession.Reply(session, addresses: addresses(of: session, for: call), key: key))
    }

    private static func list(_ call: AnchorCall) throws -> Reply {
        let listing = try SessionListing(QueryFields(call.exchange.query, reading: call.store.policies.reading))
        let sessions = call.store.read { $0.sessions(matching: listing.filter, at: call.now) }
        return .json(.ok, ListSessions.Reply(listing.page(of: sessions), at: call.now))
    }

    private static func endAll(_ call: AnchorCall) -> Reply {
        call.store.update { $0.endAllSessions(at: call.now) }
        return .json(.ok, StatusReply())
    }

    private static func allStatus(_ call: AnchorCall) throws -> Reply {
        let query = QueryFields(call.exchange.query, reading: call.store.policies.reading)
        let filter = try SessionFilter.ofStatuses(query)
        let sessions = call.store.read { $0.sessions(matching: filter, at: call.now) }
        return .json(.ok, ItemsReply(sessions.map { GetAllSessionsStatus.Row($0, at: call.now) }))
    }

    private static func history(_ call: AnchorCall) throws -> Reply {
        let query = QueryFields(call.exchange.query, reading: call.store.policies.reading)
        let request = try HistoryRequest(query, now: call.now)
        let sessions = call.store.read { $0.sessions(matching: request.filter, at: call.now) }
        return .json(.ok, GetSessionsHistory.Reply(request, of: sessions, at: call.now))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let (session, project) = try call.store.update { state throws(AnchorProblem) in
            (try state.session(call.parameter("session_id"), policies: policies, now: call.now), state.project)
        }
        return .json(.ok, GetSession.Reply(session, teamID: project.id, at: call.now))
    }

    private static func end(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        try call.store.update {
            try $0.endSession(call.parameter("session_id"), policies: policies, now: call.now)
        }
        return .json(.ok, StatusReply())
    }

    private static func listPages(_ call: AnchorCall) throws -> Reply {
        let session = try use(call)
        let items =
            session.status(at: call.now) == .running
            ? [ListSessionPages.Item(session, addresses: addresses(of: session, for: call))] : []
        return .json(.ok, ItemsReply(items))
    }

    private static func listDownloads(_ call: AnchorCall) throws -> Reply {
        _ = try use(call)
        return .json(.ok, ItemsReply([String]()))
    }

    private static func use(_ call: AnchorCall) throws -> Session {
        let policies = call.store.policies
        return try call.store.update {
            try $0.useSession(call.parameter("session_id"), policies: policies, now: call.now)
        }
    }

    private static func addresses(of session: Session, for call: AnchorCall) -> SessionAddresses {
        SessionAddresses(of: session.id, from: call.exchange.origin)
    }
}
