import Kernel
import KernelHTTP

extension SessionBatch {
    /// What is known of a batch that somebody asks for.
    struct Draft: Sendable {
        let count: Int
        let configuration: SessionConfiguration
        let metadata: JSONObject?

        /// One session, as for an id that is adopted.
        init() {
            (count, configuration, metadata) = (1, SessionConfiguration(), nil)
        }

        /// Throws for a count out of bounds, and for a configuration that no session can have.
        init(_ fields: Fields) throws {
            count = try fields.optional("count") ?? (fields.reading == .lenient ? 1 : try fields.required("count"))
            guard SessionBatch.sizes.contains(count) else { throw AnchorProblem.batchCount(count) }
            let configuration = try fields.object("configuration") ?? Fields(JSONObject(), reading: fields.reading)
            do {
                self.configuration = try CreateSession.Body(configuration).configuration.ofBatch(
                    timeout: configuration.object("session")?.object("timeout"))
            } catch let problem as AnchorProblem
                where problem.reason.code == AnchorReason.sessionCaptchaNeedsProxy.rawValue
            {
                throw AnchorProblem.batchCaptchaNeedsProxy
            }
            metadata = try fields.optional("metadata")
            if let metadata, JSONWriter.bytes(JSONValue.object(metadata)).count > SessionBatch.largestMetadata {
                throw fields.complaint(
                    "metadata", "must not have more than \(SessionBatch.largestMetadata) bytes as JSON")
            }
        }
    }
}

extension SessionConfiguration {
    /// The same for a session of a batch: it lives for a day at the most, and is idle for as long as it likes unless the client
    /// has said otherwise in `timeout`.
    fileprivate func ofBatch(timeout: Fields?) -> SessionConfiguration {
        var configuration = self
        let given = session.timeout.maximumDuration
        let isGiven = timeout?.has("max_duration") ?? false
        configuration.session.timeout.maximumDuration =
            isGiven && (0...SessionBatch.longestLife).contains(given) ? given : SessionBatch.longestLife
        if !(timeout?.has("idle_timeout") ?? false) { configuration.session.timeout.idleTimeout = -1 }
        return configuration
    }
}

// MARK: - Replies

/// `POST /v1/batch-sessions`
struct StartedBatch: JSONWritable {
    let batch: SessionBatch
    let now: Moment

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("batch_id", batch.id)
            json.member("status", batch.status(at: now).rawValue)
            json.member("total_requests", batch.items.count)
            json.member("created_at", batch.createdAt)
        }
    }
}

/// `GET /v1/batch-sessions/{batch_id}`
struct BatchStatus: JSONWritable {
    let batch: SessionBatch
    /// The session of each item; nil for one that fails or will not be made.
    let sessions: [ShownStart?]
    let now: Moment

    func write(to json: inout JSONWriter) {
        let counts = batch.counts(at: now)
        let status = batch.status(at: now)
        json.object { json in
            json.member("batch_id", batch.id)
            json.member("status", status.rawValue)
            json.member("total_requests", batch.items.count)
            json.member("completed_requests", counts[.completed] ?? 0)
            json.member("failed_requests", counts[.failed] ?? 0)
            json.member("processing_requests", counts[.processing] ?? 0)
            json.member("pending_requests", counts[.pending] ?? 0)
            json.member("created_at", batch.createdAt)
            if ![.pending, .processing].contains(status) { json.member("actual_completion_time", batch.endsAt) }
            if status == .failed { json.member("error", "No session of the batch could be started") }
            json.member("sessions", batch.items.indices.map { item(at: $0) })
            json.member(
                "progress",
                object: { json in
                    json.member("percentage", batch.percentage(at: now))
                    json.member("current_phase", batch.phase(at: now).rawValue)
                })
        }
    }

    private func item(at index: Int) -> BatchItem {
        let item = batch.items[index]
        return BatchItem(
            index: index, item: item, status: batch.status(of: item, at: now), session: sessions[index],
            metadata: batch.metadata)
    }
}

/// One session of a batch (`BatchItem` in anchor.md 10).
private struct BatchItem: JSONWritable {
    let index: Int
    let item: SessionBatch.Item
    let status: SessionBatch.Status
    let session: ShownStart?
    let metadata: JSONObject?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("item_index", index)
            if status == .completed, let session {
                session.write(ready: true, to: &json)
            } else {
                json.member("status", status.rawValue)
            }
            if status == .failed { json.member("error", "The session could not be started") }
            json.member("retry_count", item.retries)
            if status != .pending, status != .cancelled { json.member("started_at", item.startsAt) }
            if status == .completed || status == .failed { json.member("completed_at", item.endsAt) }
            if let metadata { json.member("metadata", JSONValue.object(metadata)) }
        }
    }
}

/// `GET /v1/batch-sessions`
struct ListedBatches: JSONWritable {
    let page: ListPage<SessionBatch>
    let now: Moment

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("batches", page.rows.map { ListedBatch(batch: $0, now: now) })
            json.member(
                "pagination",
                object: { json in
                    json.member("current_page", page.number)
                    json.member("total_pages", page.count)
                    json.member("total_records", page.total)
                    json.member("has_next", page.number < page.count)
                    json.member("has_prev", page.number > 1)
                })
        }
    }
}

private struct ListedBatch: JSONWritable {
    let batch: SessionBatch
    let now: Moment

    func write(to json: inout JSONWriter) {
        let counts = batch.counts(at: now)
        let status = batch.status(at: now)
        json.object { json in
            json.member("batch_id", batch.id)
            json.member("status", status.rawValue)
            json.member("total_requests", batch.items.count)
            json.member("completed_requests", counts[.completed] ?? 0)
            json.member("failed_requests", counts[.failed] ?? 0)
            json.member("created_at", batch.createdAt)
            if ![.pending, .processing].contains(status) { json.member("actual_completion_time", batch.endsAt) }
        }
    }
}

/// `PATCH /v1/batch-sessions/{batch_id}`
struct CancelledBatch: JSONWritable {
    let id: String
    let count: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("batch_id", id)
            json.member("status", SessionBatch.Status.cancelled.rawValue)
            json.member("cancelled_sessions", count)
            json.member("message", "Batch cancelled")
        }
    }
}

/// `DELETE /v1/batch-sessions/{batch_id}`; `errors` only comes with deletions that failed, of which there are none.
struct DeletedBatch: JSONWritable {
    let id: String
    let count: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("batch_id", id)
            json.member("deleted_sessions", count)
            json.member("failed_deletions", 0)
            json.member("message", "Batch deleted")
        }
    }
}

/// `POST /v1/batch-sessions/{batch_id}/retry`
struct RestartedBatch: JSONWritable {
    let retried: RetriedBatch
    let now: Moment

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("batch_id", retried.batch.id)
            json.member("status", retried.batch.status(at: now).rawValue)
            json.member("retried_sessions", retried.count)
            json.member("message", "Retrying \(retried.count) sessions")
        }
    }
}
