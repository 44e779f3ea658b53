import HTTPTypes
import Kernel

/// Refusals around sessions. The texts are ours; anchor.md 1.1 has none for them.
extension AnchorProblem {
    /// Create publishes 400, 402 and 429 only, so that 400 is the nearest (anchor.md 4.1).
    static func failedIdentity(_ id: String) -> AnchorProblem {
        invalid(
            "Identity could not be authenticated", "identity.failed",
            "Identity \(id) has the status failed. Reauthenticate it or connect a new one.")
    }

    /// A profile that neither exists nor will be made by this session (ours).
    static func unknownProfile(_ name: String) -> AnchorProblem {
        invalid(
            "Profile not found", "profile.unknown",
            "No profile has the name \(name). With `persist: true` the session leaves one behind when it ends.")
    }

    /// anchor.md 4: 400 where recording is switched off.
    static func recordingDisabled(_ id: String) -> AnchorProblem {
        invalid(
            "Recording is disabled for this session", "recording.disabled",
            "Session \(id) was created with session.recording.active: false.")
    }

    /// Nothing runs that could be paused (ours: the 404 of pause and resume).
    static func noRunningRecording(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Recording not found",
            Reason("recording.notRunning", "Session \(id) has ended, or was created with recording switched off."))
    }

    /// There is none yet, or no more.
    static func noRecording(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Recording not found",
            Reason(
                "recording.unknown",
                "Session \(id) has no recording now: it is made when the session ends, unless recording is off."))
    }

    /// Deletion publishes no 404 (ours; product.md 8).
    static func unknownRecording(_ id: String, of session: String) -> AnchorProblem {
        invalid(
            "Recording not found", "recording.unknown",
            "Session \(session) has no recording \(id) now: it is made when the session ends.")
    }

    /// anchor.md 10: 404 of profile creation, for a session that cannot be reached.
    static func endedSession(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Session not found",
            Reason("session.ended", "Session \(id) has ended; a profile is taken from a running one."))
    }

    /// anchor.md 10: 409 of profile creation.
    static func profileExists(_ name: String) -> AnchorProblem {
        conflict("Profile already exists", "profile.exists", "A profile has the name \(name) already. Delete it first.")
    }
}
