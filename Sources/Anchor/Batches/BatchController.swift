import Browsers
import HTTPTypes
import Kernel
import KernelHTTP

/// Batches of sessions (anchor.md 10 and 12.6).
extension Endpoint {
    static let listBatchSessions = Endpoint(
        "anchor.listBatchSessions", .get, "/v1/batch-sessions", "List the batches",
        choice: "Newest first. Both bounds of time are inclusive.")
    static let createBatchSessions = Endpoint(
        "anchor.createBatchSessions", .post, "/v1/batch-sessions", "Start many sessions",
        choice: """
            The same checks as `POST /v1/sessions`; a batch counts as one creation. Its sessions are there one after the \
            other (policy `batchSessions`), each from then on. They run for up to 24 hours, and end by being idle only if \
            `idle_timeout` is given. `metadata` up to 4 KiB. More than 1000 sessions, as one page has it, are refused.
            """)
    static let getBatchSessions = Endpoint(
        "anchor.getBatchSessions", .get, "/v1/batch-sessions/{batch_id}", "Read how far a batch is",
        choice: """
            `completed` if any session is there in the end, `failed` if none is. Half of the sessions there is the step \
            from `provisioning` to `configuring`.
            """)
    static let updateBatchSessions = Endpoint(
        "anchor.updateBatchSessions", .patch, "/v1/batch-sessions/{batch_id}", "Cancel a batch",
        choice: """
            Sessions that are there end and stay `completed` in the batch, the others become `cancelled`; \
            `cancelled_sessions` counts both.
            """)
    static let deleteBatchSessions = Endpoint(
        "anchor.deleteBatchSessions", .delete, "/v1/batch-sessions/{batch_id}", "End a batch's sessions",
        choice: """
            `deleted_sessions` counts those that ran or were still to come. Ended sessions stay in the lists of sessions; \
            the batch is gone.
            """)
    static let retryBatchSessions = Endpoint(
        "anchor.retryBatchSessions", .post, "/v1/batch-sessions/{batch_id}/retry",
        "Start a batch's failed sessions again",
        choice: """
            Only failed sessions are tried again, whatever `retry_failed_only` says. A cancelled batch answers 400.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/batch-sessions` | 200 `{data: ListedBatches}` |
/// | `POST /v1/batch-sessions` | 200 `{data: StartedBatch}` |
/// | `GET /v1/batch-sessions/{batch_id}` | 200 `{data: BatchStatus}` |
/// | `PATCH /v1/batch-sessions/{batch_id}` | 200 `{data: CancelledBatch}` |
/// | `DELETE /v1/batch-sessions/{batch_id}` | 200 `{data: DeletedBatch}` |
/// | `POST /v1/batch-sessions/{batch_id}/retry` | 200 `{data: RestartedBatch}` |
enum BatchController {
    static let routes: [Route<AnchorStore>] = [
        Route(.listBatchSessions, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        // A batch has up to a thousand sessions.
        Route(.createBatchSessions, workload: .long, admit: AnchorAccess.apiKey, handle: create),
        Route(.getBatchSessions, workload: .growing, admit: AnchorAccess.apiKey, handle: get),
        Route(.updateBatchSessions, workload: .growing, admit: AnchorAccess.apiKey, handle: cancel),
        Route(.deleteBatchSessions, workload: .growing, admit: AnchorAccess.apiKey, handle: delete),
        Route(.retryBatchSessions, workload: .growing, admit: AnchorAccess.apiKey, handle: retry),
    ]

    private static func list(_ call: AnchorCall) throws -> Reply {
        let query = call.queryFields
        let filter = try BatchFilter(query)
        let number = try query.integer("page", "a number from 1 on") { $0 >= 1 } ?? 1
        let limit = try query.integer("limit", "a number from 1 to 100") { (1...100).contains($0) } ?? 20
        let batches = call.store.snapshot.batches(matching: filter, at: call.now)
        return .json(
            .ok, DataReply(ListedBatches(page: ListPage(batches, number: number, limit: limit), now: call.now)))
    }

    private static func create(_ call: AnchorCall) throws -> Reply {
        let draft = try SessionBatch.Draft(call.members())
        try SessionAllowance.check(call, key: AnchorAccess.key(of: call))
        let batch = try call.update { try $0.createBatch(draft, $1) }
        return .json(.ok, DataReply(StartedBatch(batch: batch, now: call.now)))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("batch_id")
        let known = call.store.read { $0.batches[id] }
        let batch = try known ?? call.update { try $0.batch(id, $1) }
        let state = call.store.snapshot
        let key = call.exchange.head.headerFields[.anchorAPIKey] ?? ""
        let sessions = batch.items.map { item in
            item.sessionID.flatMap { state.sessions[$0] }.map {
                ShownStart($0, addresses: SessionAddresses(of: $0, from: call.exchange.origin), key: key)
            }
        }
        return .json(.ok, DataReply(BatchStatus(batch: batch, sessions: sessions, now: call.now)))
    }

    private enum WantedStatus: String, CaseIterable { case cancelled }

    private static func cancel(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        let wanted = try fields.choice("status", of: WantedStatus.self)
        if wanted == nil, fields.reading == .strict { throw fields.complaint("status", "is required") }
        let id = call.parameter("batch_id")
        let ended = try call.update { try $0.cancelBatch(id, $1) }
        for id in ended.sessionIDs { call.noteEnd(ofSession: id) }
        return .json(.ok, DataReply(CancelledBatch(id: id, count: ended.count)))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("batch_id")
        let ended = try call.update { try $0.deleteBatch(id, $1) }
        for id in ended.sessionIDs { call.noteEnd(ofSession: id) }
        return .json(.ok, DataReply(DeletedBatch(id: id, count: ended.count)))
    }

    private static func retry(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        _ = try fields.optional("retry_failed_only", as: Bool.self)
        let most: Int = try fields.optional("max_retries") ?? 1
        guard (1...3).contains(most) else { throw fields.complaint("max_retries", "must be a number from 1 to 3") }
        let retried = try call.update { try $0.retryBatch(call.parameter("batch_id"), upTo: most, $1) }
        return .json(.ok, DataReply(RestartedBatch(retried: retried, now: call.now)))
    }
}

/// Which batches a list shows (anchor.md 10).
struct BatchFilter: Sendable {
    private let status: SessionBatch.Status?
    private let createdAfter: Moment?
    private let createdBefore: Moment?

    /// Throws for a status or a date that cannot be read.
    init(_ query: QueryFields) throws(AnchorProblem) {
        status = try query.choice("status")
        createdAfter = try query.moment("created_after")
        createdBefore = try query.moment("created_before")
    }

    func keeps(_ batch: SessionBatch, at now: Moment) -> Bool {
        (createdAfter.map { batch.createdAt >= $0 } ?? true) && (createdBefore.map { batch.createdAt <= $0 } ?? true)
            && (status.map { batch.status(at: now) == $0 } ?? true)
    }
}
