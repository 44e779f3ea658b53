import Browsers
import Kernel

/// The stored cookies and storage of one user at one app (anon.md 11).
struct Session: Codable, Sendable, Equatable {
    /// Whether it can be used.
    enum Condition: String, Codable, CaseIterable, Sendable {
        case active, revoked, unknown
    }

    let id: String
    let app: String
    let user: AppUserKey
    var condition: Condition
    /// How many more reads answer `unknown` before `condition` shows (anon.md 3.1).
    var unknownReadsLeft: Int
    /// How many more calls find it active before its access is revoked; nil if it never is (policy `revokedAfterUses`).
    var usesLeft: Int?
    /// When its cookies were collected.
    var collectedAt: Moment
    /// SDK clients of other organisations that may use it.
    var grantedClientIDs: [String]
    let ordinal: Int64
    /// Its cookies and storage, where the scenario says them; nil for what its app's sessions have.
    var browser: StorageState?

    /// The `condition` as clients see it: right after linking the vendor does not know it yet.
    var status: Condition { unknownReadsLeft > 0 ? .unknown : condition }

    /// Whose it is, as calls ask for it.
    var owner: SessionOwner { user.owner(at: app) }
}

/// What session calls ask for: an owner and a domain (anon.md 3.1), in a key space.
struct SessionOwner: Hashable, Codable, Sendable {
    let keySpace: KeySpace
    let externalID: String
    let app: String
}

/// A session with the user whose it is.
struct ListedSession: Sendable {
    let session: Session
    let user: AppUser
}

// MARK: - Refusals

extension Reason {
    /// Only another organisation has such a session.
    static func otherOrganizationsSession(of externalID: String, at app: String) -> Reason {
        Reason(
            AnonReason.sessionOtherOrganization,
            "The session of \"\(externalID)\" at \(app) belongs to another organisation than the bearer. A session access "
                + "grant lets a service client use it; to remove it takes its owner.")
    }

    /// There is a session, and it cannot be used.
    static func sessionNotActive(_ session: Session) -> Reason {
        Reason(
            AnonReason.sessionNotActive,
            "The session of \"\(session.user.externalID)\" at \(session.app) is \(session.condition.rawValue). Let the user "
                + "link \(session.app) anew.")
    }
}
