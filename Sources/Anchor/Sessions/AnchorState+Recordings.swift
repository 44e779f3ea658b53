import Kernel

/// Recordings of sessions.
extension AnchorState {
    /// Pauses or resumes the recording of a running session. Throws where nothing is recorded, unless ids are adopted.
    mutating func updateRecording(
        of id: String, policies: AnchorPolicies, now: Moment, _ change: (inout SessionRecording) -> Void
    ) throws(AnchorProblem) {
        let session = try session(id, policies: policies, now: now)
        let runs = session.status(at: now) == .running && session.recording != nil
        guard runs || policies.unknownIDs == .adopt else { throw .noRunningRecording(id) }
        guard runs else { return }
        try useSession(id, policies: policies, now: now) { $0.updateRecording(change) }
    }

    /// The session together with its finished recording. Throws where there is none.
    mutating func finishedRecording(
        of id: String, policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) -> SessionRecording {
        let session = try useSession(id, policies: policies, now: now)
        guard let recording = session.finishedRecording(at: now) else { throw .noRecording(id) }
        return recording
    }

    /// Deletes a recording by its id or by the word `primary` (anchor.md 4).
    mutating func deleteRecording(
        _ recordingID: String, of id: String, policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) {
        guard let session = try knownSession(id, policies: policies, now: now) else { throw .unknown("Session", id) }
        let finished = session.finishedRecording(at: now)
        if let finished, recordingID == "primary" || recordingID == finished.id {
            try useSession(id, policies: policies, now: now) { $0.updateRecording { $0.delete() } }
        } else if policies.unknownIDs == .refuse {
            throw session.recording == nil ? .recordingDisabled(id) : .unknownRecording(recordingID, of: id)
        }
    }
}
