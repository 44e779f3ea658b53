import HashTreeCollections
import Kernel
import KernelHTTP

/// Many sessions that were asked for at once (anchor.md 12.6). How far they are, is a function of the time alone.
struct SessionBatch: Codable, Sendable, Equatable {
    /// The words for a batch and for each of its sessions.
    enum Status: String, Codable, CaseIterable, Sendable { case pending, processing, completed, failed, cancelled }

    /// How many sessions a batch may have (anchor.md 9, row 29).
    static let sizes = 1...1000
    /// How many bytes the metadata may have as JSON (ours): each session of the batch shows it.
    static let largestMetadata = 4096
    /// How long its sessions live at the most, in minutes (anchor.md 12.6).
    static let longestLife = 24 * 60

    /// One of the sessions.
    struct Item: Codable, Sendable, Equatable {
        /// nil for one that fails.
        fileprivate(set) var sessionID: String?
        fileprivate(set) var retries = 0
        /// When it is begun, and when it is there or has failed.
        fileprivate(set) var startsAt: Moment
        fileprivate(set) var endsAt: Moment
    }

    let id: String
    /// The place in the order of making.
    let ordinal: Int64
    let createdAt: Moment
    /// What its sessions are asked to be.
    let configuration: SessionConfiguration
    let metadata: JSONObject?
    private(set) var items: [Item]
    private(set) var cancelledAt: Moment?

    init(
        id: String, ordinal: Int64, createdAt: Moment, configuration: SessionConfiguration, metadata: JSONObject?,
        items: [Item]
    ) {
        self.id = id
        self.ordinal = ordinal
        self.createdAt = createdAt
        self.configuration = configuration
        self.metadata = metadata
        self.items = items
    }

    /// The status of one of its sessions at `now`.
    func status(of item: Item, at now: Moment) -> Status {
        if let cancelledAt, cancelledAt < item.endsAt { return .cancelled }
        if now < item.startsAt { return .pending }
        if now < item.endsAt { return .processing }
        return item.sessionID == nil ? .failed : .completed
    }

    /// How many of its sessions have each status at `now`.
    func counts(at now: Moment) -> [Status: Int] {
        items.reduce(into: [:]) { $0[status(of: $1, at: now), default: 0] += 1 }
    }

    /// The status of the whole at `now`: completed if any session is there, failed if all have failed (ours).
    func status(at now: Moment) -> Status {
        if cancelledAt != nil { return .cancelled }
        let counts = counts(at: now)
        if counts[.pending] == items.count { return .pending }
        if counts[.pending] != nil || counts[.processing] != nil { return .processing }
        return counts[.completed] == nil ? .failed : .completed
    }

    /// When nothing more happens to it, or will if nobody does anything.
    var endsAt: Moment { cancelledAt ?? items.map(\.endsAt).max() ?? createdAt }

    /// How far the whole is at `now`: machines are made ready until half of the sessions are there (ours).
    func phase(at now: Moment) -> StartPhase {
        switch status(at: now) {
        case .pending: .queued
        case .processing: percentage(at: now) < 50 ? .provisioning : .configuring
        case .completed, .failed, .cancelled: .ready
        }
    }

    /// How many of a hundred sessions are there, have failed or were cancelled.
    func percentage(at now: Moment) -> Int {
        let counts = counts(at: now)
        let open = (counts[.pending] ?? 0) + (counts[.processing] ?? 0)
        return (items.count - open) * 100 / max(items.count, 1)
    }

    // MARK: Transitions

    /// Cancels what is not there yet. Returns false if nothing is left to be cancelled.
    mutating func cancel(at now: Moment) -> Bool {
        guard [.pending, .processing].contains(status(at: now)) else { return false }
        cancelledAt = now
        return true
    }

    /// Takes the time of the next attempt at a session that failed, and its session if it will be there.
    mutating func retry(_ index: Int, attempts: Int, sessionID: String?, startsAt: Moment, endsAt: Moment) {
        items[index] = Item(
            sessionID: sessionID, retries: items[index].retries + attempts, startsAt: startsAt, endsAt: endsAt)
    }
}

/// When each of several sessions is begun and is there, one after the other.
struct BatchSchedule: Sendable {
    let from: Moment
    let span: TimeSpan
    let count: Int

    /// The first one waits a while, so that the batch is pending at first.
    func item(_ index: Int) -> (startsAt: Moment, endsAt: Moment) { (instant(index + 1), instant(index + 2)) }

    /// As many parts of the span after the beginning: never more than a thousand and one, far from any bound.
    private func instant(_ part: Int) -> Moment {
        from + .milliseconds(span.milliseconds / Int64(count + 1) * Int64(part) + rest(part))
    }

    private func rest(_ part: Int) -> Int64 {
        span.milliseconds % Int64(count + 1) * Int64(part) / Int64(count + 1)
    }
}

// MARK: - Milestones

/// What webhooks are told of batches: how all of it ended, unless somebody cancelled it (ours; anchor.md 8.7).
extension SessionBatch: Watched {
    func milestones(in state: AnchorState) -> Milestones {
        var milestones = Milestones()
        guard cancelledAt == nil else { return milestones }
        let counts = counts(at: endsAt)
        let (completed, failed) = (counts[.completed] ?? 0, counts[.failed] ?? 0)
        let data: JSONObject = [
            "batch_id": .string(id), "status": .string(status(at: endsAt).rawValue),
            "total_requests": .integer(Int64(items.count)), "completed_requests": .integer(Int64(completed)),
            "failed_requests": .integer(Int64(failed)), "created_at": .string(createdAt.description),
            "actual_completion_time": .string(endsAt.description),
        ]
        if completed > 0 {
            milestones.add(.batchCompleted, at: endsAt, "✅ Batch `\(id)` completed with \(completed) sessions", data)
        } else {
            milestones.add(.batchFailed, at: endsAt, "❌ Batch `\(id)` failed", data)
        }
        return milestones
    }
}
