import Kernel

/// `GET /account/api/v1/session/list` (anon.md 3.4)
enum ListSessions {
    /// How many sessions one answer has; the vendor's list has no pages.
    static let limit = 1000

    struct Reply: JSONWritable {
        let sessions: [ListedSession]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("sessions", sessions.map(Item.init)) }
        }
    }

    private struct Item: JSONWritable {
        let listed: ListedSession

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("sessionId", listed.session.id)
                json.member("app", listed.session.app)
                json.member("appUser", AppUserReply(listed.user))
            }
        }
    }
}
