import Kernel

/// The stored cookies and storage of one user at one app (anon.md 11).
package struct Session: Codable, Sendable, Equatable {
    /// Whether it can be used.
    enum Condition: String, Codable, CaseIterable, Sendable {
        case active, revoked, unknown
    }

    package let id: String
    let app: String
    let user: AppUserKey
    var condition: Condition
    /// How many more reads answer `unknown` before `condition` shows (anon.md 3.1).
    var unknownReadsLeft: Int
    /// How many more calls find it active before its access is revoked; nil where it is not (policy `revokedAfterUses`).
    var usesLeft: Int?
    /// When its cookies were collected.
    var collectedAt: Moment
    /// SDK clients of other organisations that may use it.
    var grantedClientIDs: [String]
    let ordinal: Int64

    /// What a client is told of `condition`: right after linking the vendor cannot tell yet.
    var status: Condition { unknownReadsLeft > 0 ? .unknown : condition }

    var owner: SessionOwner { SessionOwner(keySpace: user.keySpace, externalID: user.externalID, app: app) }
}
