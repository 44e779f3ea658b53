import Kernel

/// `GET /v1/sessions/all/status` (anchor.md 4)
enum GetAllSessionsStatus {
    struct Row: JSONWritable {
        private let session: Session
        private let now: Moment

        init(_ session: Session, at now: Moment) {
            self.session = session
            self.now = now
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("session_id", session.id)
                json.member("status", session.status(at: now).rawValue)
                json.member("tags", session.tags ?? [])
                json.member("created_at", session.createdAt)
            }
        }
    }
}
