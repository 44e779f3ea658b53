import HTTPTypes
import Kernel
import KernelHTTP

/// Recordings for those who have no key (anchor.md 12.3).
extension Endpoint {
    static let fetchRecording = Endpoint(
        "anchor.fetchRecording", .get, "/v1/sessions/{session_id}/recordings/{recording_id}/fetch",
        "Be sent on to a recording; no key is needed",
        choice: """
            By the recording's id or as `primary`. Leads to a signed URL of Drydock's that is good for 900 s on the world's \
            clock. 404 as long as the session is active, and where there is no such recording.
            """)
    static let getRecordingFilm = Endpoint(
        "anchor.getRecordingFilm", .get, "/recordings/{session_id}/film", "Watch a recording from a signed URL",
        provenance: .ours,
        choice: """
            Stands for the vendor's storage. Needs no key. The same file as the main recording. 403 for a URL that is wrong \
            or has expired.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/sessions/{session_id}/recordings/{recording_id}/fetch` | 302 |
/// | `GET /recordings/{session_id}/film` | 200 `video/mp4` |
enum SharedRecordingController {
    static let routes: [Route<AnchorStore>] = [
        Route(.fetchRecording, admit: AnchorAccess.open, handle: redirect),
        // The file is read as a whole.
        Route(.getRecordingFilm, workload: .long, admit: AnchorAccess.open, waiting: film),
    ]

    private static func redirect(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("session_id")
        let recording = try known(call.parameter("recording_id"), of: id, call)
        let url = SignedURL(
            purpose: .film, volumeID: id, path: recording.id, expiresAt: call.now + SignedURL.lifetime)
        let ids = call.store.read { $0.ids }
        return Reply(
            .found,
            headers: [.location: url.text(from: call.exchange.origin, ids: ids), .cacheControl: "no-store"])
    }

    private static func film(_ call: AnchorCall) async throws -> Reply {
        let url = try SignedURL(call, for: .film)
        _ = try known(url.path, of: url.volumeID, call)
        return await RecordingController.movie(of: url.volumeID, call)
    }

    private static func known(_ recordingID: String, of id: String, _ call: AnchorCall) throws -> SessionRecording {
        let recording = try call.update { try $0.finishedRecording(of: id, $1) }
        guard recordingID == "primary" || recordingID == recording.id else {
            throw AnchorProblem(
                .notFound, "Recording not found",
                Reason(AnchorReason.recordingUnknown, "Session \(id) has no recording \(recordingID)."))
        }
        return recording
    }
}
