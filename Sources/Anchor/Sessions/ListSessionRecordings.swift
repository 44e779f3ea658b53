import Kernel

/// `GET /v1/sessions/{session_id}/recordings` (anchor.md 4)
enum ListSessionRecordings {
    struct Item: JSONWritable {
        private let recording: SessionRecording
        private let session: Session
        private let end: Moment
        private let addresses: SessionAddresses

        /// The recording of a session that has ended; nil where there is none at `now`.
        init?(of session: Session, at now: Moment, addresses: SessionAddresses) {
            guard let recording = session.finishedRecording(at: now), let end = session.end(at: now) else { return nil }
            self.recording = recording
            self.session = session
            self.end = end
            self.addresses = addresses
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", recording.id)
                json.member("is_primary", true)
                json.member("file_link", addresses.primaryRecording)
                json.member("suggested_file_name", "session-\(session.id).mp4")
                json.member("duration", recording.length(from: session.createdAt, to: end).clockText)
                json.member("size", CannedRecording.bytes.count)
                json.member("created_at", end)
            }
        }
    }
}
