import Kernel
import KernelHTTP

/// How far a run of a task is, in the vendor's words (anchor.md 12.9 and 12.10).
enum TaskRunStatus: String, CaseIterable, Sendable { case queued, running, success, failure, timeout, cancelled }

extension AgentRun {
    /// The word for how far it is.
    func taskStatus(at now: Moment) -> TaskRunStatus {
        switch progress(at: now) {
        case .queued: .queued
        case .running, .asking: .running
        case .succeeded: .success
        case .failed(let failure): failure.kind == .timeout ? .timeout : .failure
        case .cancelled: .cancelled
        }
    }

    /// What it gave; nil if it has not ended well.
    func taskResult(at now: Moment) -> JSONValue? {
        guard case .succeeded(let result) = progress(at: now) else { return nil }
        return result
    }

    /// Why it gave nothing; nil if it did, or may still.
    func taskError(at now: Moment) -> String? {
        switch progress(at: now) {
        case .failed(let failure): failure.message
        case .cancelled where isTooLong: "The run was cancelled: it took longer than 3 hours"
        case .cancelled: "The run was cancelled"
        case .queued, .running, .asking, .succeeded: nil
        }
    }

    /// How long it took; nil if it is not over.
    func executionTime(at now: Moment) -> TimeSpan? {
        guard progress(at: now).isOver, let endsAt else { return nil }
        return max(.zero, endsAt.elapsed(since: startsAt))
    }
}

extension AnchorCall {
    /// Waits for the end of a run on the world's clock. Returns it with the world's time then.
    func finished(_ run: AgentRun) async throws -> (run: AgentRun, now: Moment) {
        guard let (run, _) = try await waitForEnd(of: run), let end = run.endsAt else {
            throw AnchorProblem.waitAbandoned
        }
        return (run, max(now, end))
    }
}
