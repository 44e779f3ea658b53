import Kernel

/// `GET /v1/sessions/{session_id}` (anchor.md 4, SessionInfo)
enum GetSession {
    struct Reply: JSONWritable {
        private let session: Session
        private let teamID: String
        private let now: Moment

        init(_ session: Session, teamID: String, at now: Moment) {
            self.session = session
            self.teamID = teamID
            self.now = now
        }

        func write(to json: inout JSONWriter) {
            json.object { $0.member("data", object: details) }
        }

        private func details(_ json: inout JSONWriter) {
            json.member("session_id", session.id)
            json.member("team_id", teamID)
            json.member("duration", session.duration(at: now).seconds)
            json.member("status", session.status(at: now).rawValue)
            json.member("credits_used", session.creditsUsed(at: now))
            json.member("configuration", session.configuration)
            json.member("proxy_bytes", 0)
            json.member("tokens", JSONObject())
            // The generations of the SDK want different types of these two; null is right for all (anchor.md 9, 5).
            json.member("steps", String?.none)
            json.member("tags", String?.none)
            json.member("created_at", session.createdAt)
        }
    }
}
