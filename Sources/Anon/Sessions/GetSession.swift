import Kernel

/// `GET /account/api/v1/session` (anon.md 3.6; the vendor's body was never published, this one is ours)
enum GetSession {
    struct Reply: JSONWritable {
        private let session: Session
        private let user: AppUser
        private let storage: SessionStorage

        /// - Parameter integration: the session's app; nil for one that nobody described.
        init(_ listed: ListedSession, integration: AppIntegration?) {
            session = listed.session
            user = listed.user
            storage = SessionStorage(session, site: SiteAddress(of: session.app, integration))
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
