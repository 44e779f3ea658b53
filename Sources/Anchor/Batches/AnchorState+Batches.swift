import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of batches (anchor.md 12.6).
extension AnchorState {
    /// Makes a batch: the ids of its sessions are issued now, and their lives begin when they are there. Throws as creating a
    /// session does, and makes nothing then.
    mutating func createBatch(
        _ draft: SessionBatch.Draft, id adopted: String? = nil, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> SessionBatch {
        let policy = turn.policies.batchSessions
        let schedule = BatchSchedule(from: turn.now, span: policy.after, count: draft.count)
        let failing = min(policy.failing, draft.count)
        let id = adopted ?? ids.uuid()
        let starts = (failing..<draft.count).map { index -> SessionStart? in
            let endsAt = schedule.item(index).endsAt
            return SessionStart(at: endsAt, readyAt: endsAt, batchID: id)
        }
        let sessions = try createSessions(draft.configuration, starting: starts, turn, besides: 1)
        let items = (0..<draft.count).map { index in
            let (startsAt, endsAt) = schedule.item(index)
            return SessionBatch.Item(
                sessionID: index < failing ? nil : sessions[index - failing].id, startsAt: startsAt, endsAt: endsAt)
        }
        let batch = SessionBatch(
            id: id, ordinal: nextOrdinal(for: 0), createdAt: turn.now, configuration: draft.configuration,
            metadata: draft.metadata, items: items)
        batches[id] = batch
        watch(.batch, id, turn)
        return batch
    }

    /// The batch of this id; where ids are adopted (policy `unknownIds`), one is made for an id that has none.
    mutating func batch(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> SessionBatch {
        if let batch = batches[id] { return batch }
        guard turn.policies.unknownIDs == .adopt else { throw .notFound(.batch, id) }
        return try createBatch(SessionBatch.Draft(), id: id, turn)
    }

    /// Cancels a batch. Throws if it is unknown or nothing of it is left to be cancelled.
    mutating func cancelBatch(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> EndedBatch {
        var batch = try batch(id, turn)
        let status = batch.status(at: turn.now)
        guard batch.cancel(at: turn.now) || turn.policies.unknownIDs == .adopt else { throw .endedBatch(id, status) }
        batches[id] = batch
        watch(.batch, id, turn)
        return endSessions(of: batch, turn)
    }

    /// Ends the sessions of a batch and removes it.
    mutating func deleteBatch(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> EndedBatch {
        let batch = try batch(id, turn)
        let ended = endSessions(of: batch, turn)
        batches[id] = nil
        release()
        return ended
    }

    private mutating func endSessions(of batch: SessionBatch, _ turn: AnchorTurn) -> EndedBatch {
        var ended = EndedBatch()
        for id in batch.items.compactMap(\.sessionID) {
            if cancelStart(of: id, at: turn.now) {
                ended.count += 1
            } else if let session = sessions[id], end(session, turn) {
                ended.count += 1
                ended.sessionIDs.append(id)
            }
        }
        return ended
    }

    /// Tries the failed sessions of a batch again, each up to so many times. Throws if none has failed.
    mutating func retryBatch(_ id: String, upTo most: Int, _ turn: AnchorTurn) throws(AnchorProblem) -> RetriedBatch {
        var batch = try batch(id, turn)
        let now = turn.now
        let failed = batch.items.indices.filter { batch.status(of: batch.items[$0], at: now) == .failed }
        if failed.isEmpty, turn.policies.unknownIDs == .adopt { return RetriedBatch(batch: batch, count: 0) }
        guard !failed.isEmpty, batch.cancelledAt == nil else { throw .nothingFailed(id) }
        let policy = turn.policies.batchSessions
        let schedule = BatchSchedule(from: now, span: policy.after, count: failed.count)
        var attempts: [(index: Int, count: Int, succeeds: Bool, endsAt: Moment)] = []
        for (place, index) in failed.enumerated() {
            // It was tried once more often than it was retried.
            let left = policy.failures - batch.items[index].retries
            let succeeds = index >= policy.failing || left <= most
            let count = index >= policy.failing ? 1 : min(max(left, 1), most)
            let repeats = TimeSpan.milliseconds(policy.after.milliseconds * Int64(count - 1))
            attempts.append((index, count, succeeds, schedule.item(place).endsAt + repeats))
        }
        let starts = attempts.filter(\.succeeds).map { attempt -> SessionStart? in
            SessionStart(at: attempt.endsAt, readyAt: attempt.endsAt, batchID: id)
        }
        var made = try createSessions(batch.configuration, starting: starts, turn)[...]
        for attempt in attempts {
            // At once: what is tried again makes the whole processing.
            batch.retry(
                attempt.index, attempts: attempt.count, sessionID: attempt.succeeds ? made.popFirst()?.id : nil,
                startsAt: now, endsAt: attempt.endsAt)
        }
        batches[id] = batch
        watch(.batch, id, turn, anew: true)
        return RetriedBatch(batch: batch, count: failed.count)
    }

    /// The batches that `filter` keeps, newest first (ours).
    func batches(matching filter: BatchFilter, at now: Moment) -> [SessionBatch] {
        batches.values.filter { filter.keeps($0, at: now) }.sorted { $0.ordinal > $1.ordinal }
    }
}

/// What became of a batch's sessions that somebody ended.
struct EndedBatch: Sendable {
    /// How many were ended, or will not be made.
    var count = 0
    /// Those that ran.
    var sessionIDs: [String] = []
}

/// A batch that is tried again, and how many of its sessions are.
struct RetriedBatch: Sendable {
    let batch: SessionBatch
    let count: Int
}

// MARK: - Refusals

extension AnchorProblem {
    /// `Session count must be between 1 and 1000` (anchor.md 1.1)
    static func batchCount(_ count: Int) -> AnchorProblem {
        invalid("Session count must be between 1 and 1000", BatchReason.batchCount, "count is \(count).")
    }

    /// `CAPTCHA solver requires proxy to be active`, here without a full stop (anchor.md 1.1)
    static var batchCaptchaNeedsProxy: AnchorProblem {
        invalid("CAPTCHA solver requires proxy to be active", AnchorReason.sessionCaptchaNeedsProxy)
    }

    /// The 409 of cancelling; the text is ours.
    fileprivate static func endedBatch(_ id: String, _ status: SessionBatch.Status) -> AnchorProblem {
        conflict(
            "Batch cannot be cancelled", BatchReason.batchEnded,
            "Batch \(id) is \(status.rawValue); only one that is pending or processing can be cancelled.")
    }

    /// The 400 of retrying; the text is ours.
    fileprivate static func nothingFailed(_ id: String) -> AnchorProblem {
        invalid(
            "No failed sessions to retry", BatchReason.batchNothingFailed,
            "No session of batch \(id) has failed, or the batch was cancelled.")
    }
}
