import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// When a session begins that was asked for before.
struct SessionStart: Codable, Sendable, Equatable {
    /// When its life begins.
    let at: Moment
    /// When somebody can connect to it.
    let readyAt: Moment
    /// The batch that it is part of; nil if it is part of none.
    var batchID: String?
}

/// How far something is that becomes a session; the vendor's words (anchor.md 4.5).
enum StartPhase: String, Sendable { case queued, provisioning, configuring, ready }

/// A session that was asked for and need not be there yet (anchor.md 4.5). How far it is, is a function of the time alone.
struct SessionRequest: Codable, Sendable, Equatable {
    /// The words of the answer.
    enum Status: String, Sendable { case pending, processing, ready, completed }

    let id: String
    /// The place in the order of making.
    let ordinal: Int64
    let sessionID: String
    let createdAt: Moment
    /// When a machine is being made ready, when it registers, and when one can connect.
    let provisionedFrom: Moment
    let registeredAt: Moment
    let readyAt: Moment

    init(id: String, ordinal: Int64, sessionID: String, createdAt: Moment, after span: TimeSpan) {
        self.id = id
        self.ordinal = ordinal
        self.sessionID = sessionID
        self.createdAt = createdAt
        provisionedFrom = createdAt + .milliseconds(span.milliseconds / 4)
        registeredAt = Self.registration(createdAt, span)
        readyAt = createdAt + span
    }

    /// The machine registers when three quarters of the time are over (ours).
    static func registration(_ now: Moment, _ span: TimeSpan) -> Moment {
        now + .milliseconds(span.milliseconds / 4 * 3)
    }

    /// The phase at `now`.
    func phase(at now: Moment) -> StartPhase {
        if now >= readyAt { return .ready }
        if now >= registeredAt { return .configuring }
        return now >= provisionedFrom ? .provisioning : .queued
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Has a session be made later: its id is issued now, and its life begins when its machine registers.
    mutating func requestSession(
        _ configuration: SessionConfiguration, id adopted: String? = nil, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> SessionRequest {
        let span = turn.policies.asyncSessions.after
        let start = SessionStart(at: SessionRequest.registration(turn.now, span), readyAt: turn.now + span)
        let session = try createSessions(configuration, starting: [start], turn, besides: 1)[0]
        let request = SessionRequest(
            id: adopted ?? ids.uuid(), ordinal: nextOrdinal(for: 0), sessionID: session.id, createdAt: turn.now,
            after: span)
        sessionRequests[request.id] = request
        return request
    }

    /// The request of this id; where ids are adopted (policy `unknownIds`), one is made for an id that has none.
    mutating func sessionRequest(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> SessionRequest {
        if let request = sessionRequests[id] { return request }
        guard turn.policies.unknownIDs == .adopt else { throw .notFound(.sessionRequest, id) }
        return try requestSession(SessionConfiguration(), id: id, turn)
    }
}

// MARK: - Operations

/// Sessions that are asked for without waiting (anchor.md 4.5 and 10).
extension Endpoint {
    static let createSessionAsync = Endpoint(
        "anchor.createSessionAsync", .post, "/v1/sessions/async", "Ask for a session without waiting for it",
        choice: """
            The same checks as `POST /v1/sessions`, at once, and the same allowance. The session's life begins when its \
            machine registers, after three quarters of the time that the policy `asyncSessions` sets; before that it is \
            in no list. 403 where that policy says that the cost limit is reached.
            """)
    static let getAsyncSessionStatus = Endpoint(
        "anchor.getAsyncSessionStatus", .get, "/v1/sessions/async/{request_id}/status",
        "Read how far an asked-for session is",
        choice: """
            `pending` while queued, `processing` while a machine is made ready, then `ready`; `completed` once the session \
            has ended. `session` is there from the registration on, with addresses when it is ready.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/sessions/async` | 200 `{data: {request_id, status, session_id}}` |
/// | `GET /v1/sessions/async/{request_id}/status` | 200 `{data: RequestStatus}` |
enum SessionRequestController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createSessionAsync, admit: AnchorAccess.apiKey, handle: create),
        Route(.getAsyncSessionStatus, admit: AnchorAccess.apiKey, handle: status),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let body = try CreateSession.Body(call.members())
        try SessionAllowance.check(call, key: AnchorAccess.key(of: call))
        if call.store.policies.asyncSessions.costLimit == .reached { throw AnchorProblem.costLimitReached }
        let request = try call.update { try $0.requestSession(body.configuration, $1) }
        return .json(.ok, DataReply(AcceptedRequest(id: request.id)))
    }

    private static func status(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("request_id")
        let (request, session) = try call.update { (state, turn) throws(AnchorProblem) in
            let request = try state.sessionRequest(id, turn)
            return (request, state.sessions[request.sessionID])
        }
        guard let session else { throw AnchorProblem.notFound(.sessionRequest, id) }
        let item = ShownStart(
            session, addresses: SessionAddresses(of: session, from: call.exchange.origin),
            key: call.exchange.head.headerFields[.anchorAPIKey] ?? "")
        return .json(.ok, DataReply(RequestStatus(request: request, session: session, item: item, now: call.now)))
    }
}

// MARK: - Replies

/// `POST /v1/sessions/async`: always pending, always without a session (anchor.md 4.5).
private struct AcceptedRequest: JSONWritable {
    let id: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("request_id", id)
            json.member("status", SessionRequest.Status.pending.rawValue)
            json.member("session_id", String?.none)
        }
    }
}

/// `GET /v1/sessions/async/{request_id}/status`
private struct RequestStatus: JSONWritable {
    let request: SessionRequest
    let session: Session
    let item: ShownStart
    let now: Moment

    private var status: SessionRequest.Status {
        switch request.phase(at: now) {
        case .queued: .pending
        case .provisioning, .configuring: .processing
        case .ready: session.status(at: now) == .running ? .ready : .completed
        }
    }

    func write(to json: inout JSONWriter) {
        let phase = request.phase(at: now)
        json.object { json in
            json.member("request_id", request.id)
            json.member("status", status.rawValue)
            json.member("created_at", request.createdAt)
            if now >= request.registeredAt {
                json.member(
                    "session",
                    object: { json in
                        json.member("item_index", 0)
                        item.write(ready: phase == .ready, to: &json)
                        json.member("retry_count", 0)
                        json.member("started_at", request.registeredAt)
                        if phase == .ready { json.member("completed_at", request.readyAt) }
                    })
            }
            json.member("progress", object: { $0.member("current_phase", phase.rawValue) })
        }
    }
}

/// The session in what was asked for: its id, and the ways to it once there are some (`BatchItem` in anchor.md 10).
struct ShownStart: Sendable {
    private let session: Session
    private let addresses: SessionAddresses
    private let key: String

    init(_ session: Session, addresses: SessionAddresses, key: String) {
        self.session = session
        self.addresses = addresses
        self.key = key
    }

    func write(ready isReady: Bool, to json: inout JSONWriter) {
        json.member("session_id", session.id)
        json.member("status", isReady ? "completed" : "processing")
        if isReady {
            json.member("cdp_url", addresses.cdp(key: key))
            json.member("live_view_url", addresses.liveView)
        }
    }
}

// MARK: - Refusals

extension AnchorProblem {
    /// The 403 of asynchronous creation (anchor.md 1.3); the text is ours.
    fileprivate static var costLimitReached: AnchorProblem {
        AnchorProblem(
            .forbidden, "Cost limit reached",
            Reason(BatchReason.costLimit, "The scenario's policies.asyncSessions.costLimit is reached."))
    }
}
