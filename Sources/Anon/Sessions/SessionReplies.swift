import Kernel
import KernelHTTP

/// Which session a call is about: `?ownerId=<app user id>&domain=<app>` (anon.md 3.1).
struct SessionQuery: Sendable {
    let ownerID: String
    let domain: String

    init(_ call: AnonCall) throws(AnonProblem) {
        ownerID = try call.requiredQuery("ownerId")
        domain = try call.requiredQuery("domain")
    }
}

/// `GET /account/api/v1/session/status` (anon.md 3.1)
enum GetSessionStatus {
    struct Reply: JSONWritable {
        let status: Session.Condition

        func write(to json: inout JSONWriter) {
            json.object { $0.member("status", status.rawValue) }
        }
    }
}

/// `GET /account/api/v1/session` (anon.md 3.6; the vendor's body was never published, this one is ours)
enum GetSession {
    struct Reply: JSONWritable {
        private let session: Session
        private let user: AppUser
        private let storage: SessionStorage

        /// - Parameter integration: the session's app; nil if nobody described it.
        init(_ listed: ListedSession, integration: AppIntegration?) {
            session = listed.session
            user = listed.user
            storage = SessionStorage(of: listed, at: integration)
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("sessionId", session.id)
                json.member("app", session.app)
                json.member("status", session.status.rawValue)
                json.member("appUser", AppUserReply(user))
                json.member("sessionCollectionTimeStamp", session.collectedAt)
                json.member("cookies", storage.cookies)
                json.member("localStorage", storage.items)
            }
        }
    }
}

/// `DELETE /account/api/v1/session` (anon.md 3.2)
enum DeleteSession {
    struct Reply: JSONWritable {
        let query: SessionQuery

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("message", "Session removed successfully")
                json.member("ownerId", query.ownerID)
                json.member("domain", query.domain)
            }
        }
    }
}

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
