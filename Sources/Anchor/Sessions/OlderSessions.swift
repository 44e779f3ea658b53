import Browsers
import HTTPTypes
import Kernel
import KernelHTTP

/// Sessions under their former paths (anchor.md 13.6): the same sessions.
extension Endpoint {
    static let createLegacySession = Endpoint(
        "anchor.createLegacySession", .post, "/api/sessions", "Start a browser session", provenance: .undocumented,
        choice: """
            An older form of `POST /v1/sessions`, with a flat body: without a limit unless `timeout` is given, and idle for \
            a minute at most unless `idle_timeout` is. `store_cache` has no effect.
            """, successor: "POST /v1/sessions")
    static let listActiveLegacySessions = Endpoint(
        "anchor.listActiveLegacySessions", .get, "/api/sessions/active", "List the running sessions",
        provenance: .undocumented, choice: "An older form of `GET /v1/sessions/all/status`, of running sessions only.",
        successor: "GET /v1/sessions/all/status")
    static let getLegacySession = Endpoint(
        "anchor.getLegacySession", .get, "/api/sessions/{session_id}", "Read one session", provenance: .undocumented,
        choice: "An older form of `GET /v1/sessions/{session_id}`: the same without an envelope.",
        successor: "GET /v1/sessions/{session_id}")
    static let endLegacySession = Endpoint(
        "anchor.endLegacySession", .delete, "/api/sessions/{session_id}", "End a session", provenance: .undocumented,
        choice: "An older form of `DELETE /v1/sessions/{session_id}`, which answers a text.",
        successor: "DELETE /v1/sessions/{session_id}")
    static let getLegacyRecording = Endpoint(
        "anchor.getLegacyRecording", .get, "/api/sessions/{session_id}/recording", "Read a session's recording",
        provenance: .undocumented,
        choice: """
            An older form of `GET /v1/sessions/{session_id}/recordings`. The address needs no key; there is none as long as \
            the session is active.
            """, successor: "GET /v1/sessions/{session_id}/recordings")
    static let createOlderSession = Endpoint(
        "anchor.createOlderSession", .post, "/api/v1/sessions", "Start a browser session", provenance: .undocumented,
        choice: "An older form of `POST /v1/sessions`, and the same.", successor: "POST /v1/sessions")
    static let listOlderSessions = Endpoint(
        "anchor.listOlderSessions", .get, "/api/v1/sessions", "List the sessions", provenance: .undocumented,
        choice: "An older form of `GET /v1/sessions`, and the same.", successor: "GET /v1/sessions")
    static let getOlderSession = Endpoint(
        "anchor.getOlderSession", .get, "/api/v1/sessions/{session_id}", "Read one session",
        provenance: .undocumented,
        choice: "An older form of `GET /v1/sessions/{session_id}`, which answers the session's addresses.",
        successor: "GET /v1/sessions/{session_id}")
    static let endOlderSession = Endpoint(
        "anchor.endOlderSession", .delete, "/api/v1/sessions/{session_id}", "End a session",
        provenance: .undocumented, choice: "An older form of `DELETE /v1/sessions/{session_id}`, and the same.",
        successor: "DELETE /v1/sessions/{session_id}")
}

/// | call | answer |
/// |---|---|
/// | `POST /api/sessions` | 200 `{id, cdp_url, live_view_url}` |
/// | `GET /api/sessions/active` | 200 an array of `ActiveSession` |
/// | `GET /api/sessions/{session_id}` | 200 what `GET /v1/sessions/{session_id}` has in `data` |
/// | `DELETE /api/sessions/{session_id}` | 200 a text |
/// | `GET /api/sessions/{session_id}/recording` | 200 `{data: {videos}}` |
/// | `…/api/v1/sessions…` | as under `/v1/sessions…`; one session is `{data: {id, cdp_url, live_view_url}}` |
enum OlderSessionController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createLegacySession, admit: AnchorAccess.apiKey, handle: createLegacy),
        Route(.listActiveLegacySessions, workload: .growing, admit: AnchorAccess.apiKey, handle: listActive),
        Route(.getLegacySession, admit: AnchorAccess.apiKey, handle: getLegacy),
        Route(.endLegacySession, admit: AnchorAccess.apiKey, handle: endLegacy),
        Route(.getLegacyRecording, admit: AnchorAccess.apiKey, handle: getRecording),
        Route(.createOlderSession, admit: AnchorAccess.apiKey, handle: SessionController.create),
        Route(.listOlderSessions, workload: .growing, admit: AnchorAccess.apiKey, handle: SessionController.list),
        Route(.getOlderSession, admit: AnchorAccess.apiKey, handle: getOlder),
        Route(.endOlderSession, admit: AnchorAccess.apiKey, handle: SessionController.end),
    ]

    private static func createLegacy(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        let configuration = try SessionConfiguration(legacy: fields)
        let hasProxy = configuration.session.proxy?.isActive ?? false
        if configuration.browser.has(.captchaSolver), !hasProxy, fields.reading == .strict {
            throw AnchorProblem.captchaNeedsProxy
        }
        try SessionAllowance.check(call, key: AnchorAccess.key(of: call))
        let session = try call.update { try $0.createSession(configuration, $1) }
        return .json(.ok, addresses(of: session, call))
    }

    private static func addresses(of session: Session, _ call: AnchorCall) -> ShownAddresses {
        ShownAddresses(
            id: session.id, addresses: SessionAddresses(of: session, from: call.exchange.origin),
            key: call.exchange.head.headerFields[.anchorAPIKey] ?? "")
    }

    private static func listActive(_ call: AnchorCall) -> Reply {
        let filter = SessionFilter(status: Session.Status.running.rawValue)
        let sessions = call.store.snapshot.sessions(matching: filter, at: call.now)
        return .json(.ok, sessions.map { ActiveSession(session: $0, now: call.now) })
    }

    private static func session(_ call: AnchorCall) throws -> Session {
        try call.update { try $0.session(call.parameter("session_id"), $1) }
    }

    private static func getLegacy(_ call: AnchorCall) throws -> Reply {
        let session = try session(call)
        return .json(.ok, GetSession.Details(session, teamID: call.store.read { $0.project.id }, at: call.now))
    }

    private static func getOlder(_ call: AnchorCall) throws -> Reply {
        .json(.ok, DataReply(addresses(of: try session(call), call)))
    }

    private static func endLegacy(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("session_id")
        try call.update { try $0.endSession(id, $1) }
        call.noteEnd(ofSession: id)
        return .json(.ok, "Session \(id) deleted successfully.")
    }

    private static func getRecording(_ call: AnchorCall) throws -> Reply {
        let session = try call.update { try $0.useSession(call.parameter("session_id"), $1) }
        let recording = session.finishedRecording(at: call.now)
        let path = "\(call.exchange.origin.url)/v1/sessions/\(PercentCoding.encode(session.id))/recordings"
        return .json(.ok, DataReply(Videos(addresses: recording.map { ["\(path)/\($0.id)/fetch"] } ?? [])))
    }
}

extension SessionConfiguration {
    /// Reads the flat body of `POST /api/sessions` (anchor.md 13.6): what the newer one has, at other places.
    fileprivate init(legacy fields: Fields) throws {
        func active(_ object: Fields?) throws(FieldComplaint) -> JSONValue? {
            try object?.optional("active", as: Bool.self).map { ["active": .bool($0)] }
        }
        let adblock = try fields.object("adblock_config")
        var session: JSONObject = [
            "timeout": [
                "max_duration": .integer(Int64(try fields.optional("timeout") ?? -1)),
                "idle_timeout": .integer(Int64(try fields.optional("idle_timeout") ?? 1)),
            ]
        ]
        session["recording"] = try active(fields.object("recording"))
        session["proxy"] = try fields.object("proxy_config").map { .object($0.raw) }
        var browser: JSONObject = [:]
        browser["headless"] = try fields.optional("headless", as: Bool.self).map { ["active": .bool($0)] }
        browser["adblock"] = try active(adblock)
        browser["popup_blocker"] = try adblock?.optional("popup_blocking_active", as: Bool.self).map {
            ["active": .bool($0)]
        }
        browser["captcha_solver"] = try active(fields.object("captcha_config"))
        browser["profile"] = try fields.object("profile").map { .object($0.raw) }
        try self.init(
            Fields(["session": .object(session), "browser": .object(browser)], reading: fields.reading))
    }
}

// MARK: - Replies

/// `{id, cdp_url, live_view_url}`
private struct ShownAddresses: JSONWritable {
    let id: String
    let addresses: SessionAddresses
    let key: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("cdp_url", addresses.cdp(key: key))
            json.member("live_view_url", addresses.liveView)
        }
    }
}

/// One element of `GET /api/sessions/active`
private struct ActiveSession: JSONWritable {
    let session: Session
    let now: Moment

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("session_id", session.id)
            json.member("status", session.status(at: now).rawValue)
            json.member("created_at", session.createdAt)
        }
    }
}

/// `GET /api/sessions/{session_id}/recording`
private struct Videos: JSONWritable {
    let addresses: [String]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("videos", addresses) }
    }
}
