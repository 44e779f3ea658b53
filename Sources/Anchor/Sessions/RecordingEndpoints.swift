import HTTPTypes
import KernelHTTP

/// Recordings of sessions (anchor.md 4). Static paths come before those with a parameter (anchor.md 4.3).
extension Endpoint {
    static let listSessionRecordings = Endpoint(
        "anchor.listSessionRecordings", .get, "/v1/sessions/{session_id}/recordings", "List the recordings",
        choice: "One from the session's end on, unless recording is off; none while it runs. `duration` is "
            + "`hours:minutes:seconds`, without the time that the recording was paused.")
    static let fetchPrimaryRecording = Endpoint(
        "anchor.fetchPrimaryRecording", .get, "/v1/sessions/{session_id}/recordings/primary/fetch",
        "Fetch the recording's bytes", choice: "An MP4 file without a picture; 404 while there is none.")
    static let pauseRecording = Endpoint(
        "anchor.pauseRecording", .post, "/v1/sessions/{session_id}/recordings/pause", "Pause the recording",
        choice: "404 where the session has ended or is not recorded; pausing twice is once.")
    static let resumeRecording = Endpoint(
        "anchor.resumeRecording", .post, "/v1/sessions/{session_id}/recordings/resume", "Go on recording",
        choice: "404 where the session has ended or is not recorded; resuming what is not paused changes nothing.")
    static let deleteRecording = Endpoint(
        "anchor.deleteRecording", .delete, "/v1/sessions/{session_id}/recordings/{recording_id}",
        "Delete a recording, by its id or as `primary`",
        choice: "An unknown session or recording, and one that is not there yet, answer 400.")
}
