import Browsers
import HTTPTypes
import Kernel
import KernelHTTP

/// Sessions (anchor.md 4 and 10). Static paths come before those with a parameter (anchor.md 4.3).
extension Endpoint {
    static let createSession = Endpoint(
        "anchor.createSession", .post, "/v1/sessions", "Start a browser session",
        choice: """
            An identity, profile, extension or integration that is unknown, and an identity that failed validation, \
            answer 400. A pending identity is accepted, and an unknown profile with `persist: true` is there once the session has ended. No \
            browser is started. `extra_stealth` is off by default and needs no proxy. Unknown fields are ignored. The \
            rate limit's headers come with refusals only.
            """)
    static let listSessions = Endpoint(
        "anchor.listSessions", .get, "/v1/sessions", "List the sessions page by page",
        choice: """
            `search` looks in id, tags, first page and profile name, in any case. An empty value counts as absent. \
            `playground` is ignored. Ended sessions stay in the list.
            """)
    static let endAllSessions = Endpoint(
        "anchor.endAllSessions", .delete, "/v1/sessions/all", "End every running session")
    static let getAllSessionsStatus = Endpoint(
        "anchor.getAllSessionsStatus", .get, "/v1/sessions/all/status", "Read the status of all sessions",
        choice: "Ended sessions are in it. The filters work as in the list; a malformed one answers 400.")
    static let getSessionsHistory = Endpoint(
        "anchor.getSessionsHistory", .get, "/v1/sessions/history", "Read what the sessions used over time",
        choice: """
            The last 30 days and all metrics by default. Every point carries every metric that was asked for, and no \
            other. A session counts where it was created; spans without sessions are left out. Weeks begin on Monday, \
            in UTC. `screenshots` are those that calls took of sessions, `network_bytes_total` what is scripted under \
            `anchor.pages` for addresses that calls sent sessions to, `proxy_bytes` the same of sessions with a proxy; what a real \
            browser loads is not known and is not counted.
            """)
    static let getSession = Endpoint(
        "anchor.getSession", .get, "/v1/sessions/{session_id}", "Read one session",
        choice: """
            `running` until it is ended, its longest duration is over or it was idle for too long, then `completed`. \
            Looking at it is no activity; calls on its pages, tags, recordings and downloads are. `duration` is in \
            seconds; one credit is used for each minute begun.
            """)
    static let endSession = Endpoint(
        "anchor.endSession", .delete, "/v1/sessions/{session_id}", "End a session",
        choice: "An unknown session answers 400; ending one that has ended answers 200 and changes nothing.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/sessions` | 200 `CreateSession.Reply` |
/// | `GET /v1/sessions` | 200 `ListSessions.Reply` |
/// | `DELETE /v1/sessions/all` | 200 `{data: {status}}` |
/// | `GET /v1/sessions/all/status` | 200 `{data: {count, items}}` of `GetAllSessionsStatus.Row` |
/// | `GET /v1/sessions/history` | 200 `GetSessionsHistory.Reply` |
/// | `GET /v1/sessions/{session_id}` | 200 `{data}` of `GetSession.Details` |
/// | `DELETE /v1/sessions/{session_id}` | 200 `{data: {status}}` |
enum SessionController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createSession, admit: AnchorAccess.apiKey, handle: create),
        Route(.listSessions, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.endAllSessions, workload: .growing, admit: AnchorAccess.apiKey, handle: endAll),
        Route(.getAllSessionsStatus, workload: .growing, admit: AnchorAccess.apiKey, handle: allStatus),
        Route(.getSessionsHistory, workload: .growing, admit: AnchorAccess.apiKey, handle: history),
        Route(.getSession, admit: AnchorAccess.apiKey, handle: get),
        Route(.endSession, admit: AnchorAccess.apiKey, handle: end),
    ]

    static func create(_ call: AnchorCall) throws -> Reply {
        let body = try CreateSession.Body(call.members())
        try SessionAllowance.check(call, key: AnchorAccess.key(of: call))
        let session = try call.update { try $0.createSession(body.configuration, $1) }
        let key = call.exchange.head.headerFields[.anchorAPIKey] ?? ""
        let browsers = call.store.browsers
        let hasIdleExtensions =
            !session.configuration.browser.extensions.isEmpty && browsers.areConfigured && !browsers.loadsExtensions
        return .json(
            .ok, CreateSession.Reply(session, addresses: addresses(of: session, for: call), key: key),
            reason: hasIdleExtensions ? .extensionsNotLoaded : nil)
    }

    // Lists are made of a snapshot, with no lock held: a large world's take long.

    static func list(_ call: AnchorCall) throws -> Reply {
        let listing = try SessionListing(call.queryFields)
        let (state, now) = (call.store.snapshot, call.now)
        let page = listing.page(of: state.sessions(matching: listing.filter, at: now), at: now)
        let reply = ListSessions.Reply(page, at: now) { $0.agents == nil ? nil : state.agentSteps(of: $0, at: now) }
        return .json(.ok, reply)
    }

    private static func endAll(_ call: AnchorCall) -> Reply {
        let ended = call.update { $0.endAllSessions($1) }
        for id in ended { call.noteEnd(ofSession: id) }
        return .json(.ok, StatusReply())
    }

    private static func allStatus(_ call: AnchorCall) throws -> Reply {
        let filter = try SessionFilter.ofStatuses(call.queryFields)
        let sessions = call.store.snapshot.sessions(matching: filter, at: call.now)
        return .json(.ok, ItemsReply(sessions.map { GetAllSessionsStatus.Row($0, at: call.now) }))
    }

    private static func history(_ call: AnchorCall) throws -> Reply {
        let request = try HistoryRequest(call.queryFields, now: call.now)
        let (state, now) = (call.store.snapshot, call.now)
        let sessions = state.sessions(matching: request.filter, at: now)
        let reply = GetSessionsHistory.Reply(request, of: sessions, at: now) { state.agentSteps(of: $0, at: now) }
        return .json(.ok, reply)
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("session_id")
        let (known, project) = call.store.read { ($0.sessions[id], $0.project) }
        let session =
            try known.flatMap { $0.isThere(at: call.now) ? $0 : nil } ?? call.update { try $0.session(id, $1) }
        return .json(.ok, DataReply(GetSession.Details(session, teamID: project.id, at: call.now)))
    }

    static func end(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("session_id")
        try call.update { try $0.endSession(id, $1) }
        call.noteEnd(ofSession: id)
        return .json(.ok, StatusReply())
    }

    private static func addresses(of session: Session, for call: AnchorCall) -> SessionAddresses {
        SessionAddresses(of: session, from: call.exchange.origin)
    }
}
