import HashTreeCollections
import Kernel

/// Who has which sessions (anon.md 3.4).
extension AnonState {
    /// The organisation's sessions in one key space, in the order of making; of more than `limit` the newest.
    func sessions(of organizationID: String, in keySpace: KeySpace, limit: Int) -> [ListedSession] {
        newest(limit) { $0.user.organizationID == organizationID && $0.user.keySpace == keySpace }
    }

    /// One user's sessions, the same way.
    func sessions(of user: AppUserKey, limit: Int) -> [ListedSession] {
        newest(limit) { $0.user == user }
    }

    /// Whom a session belongs to. Throws 404 where the record is gone, which no transition does.
    func owner(of session: Session, _ policies: AnonPolicies) throws(AnonProblem) -> AppUser {
        do throws(LookUpFailure) { return try lookUp(session.user, policies: policies) } catch {
            throw .sessionNotFound(error.reason)
        }
    }

    private func newest(_ limit: Int, where isWanted: (Session) -> Bool) -> [ListedSession] {
        sessions.values.filter(isWanted).sorted { $0.ordinal < $1.ordinal }.suffix(limit).compactMap { session in
            appUsers[session.user].map { ListedSession(session: session, user: $0) }
        }
    }
}
