import Kernel

/// What an app user has by its name alone, in no table: the same at every look.
extension MagicAppUser {
    /// The user's record; nil for those who have none before they link.
    func record(of key: AppUserKey) -> AppUser? {
        switch self {
        case .unlinked, .crash: nil
        case .revoked, .unknown: AppUser(key: key, anonID: Self.id("user", of: key), email: nil, ordinal: 0)
        }
    }

    /// The user's session at any app, collected when the world began.
    func session(of key: AppUserKey, at app: String, collectedAt: Moment) -> Session? {
        let condition: Session.Condition
        switch self {
        case .unlinked, .crash: return nil
        case .revoked: condition = .revoked
        case .unknown: condition = .unknown
        }
        return Session(
            id: Self.id("session/\(app)", of: key), app: app, user: key, condition: condition, unknownReadsLeft: 0,
            usesLeft: nil, collectedAt: collectedAt, grantedClientIDs: [], ordinal: 0)
    }

    private static func id(_ kind: String, of key: AppUserKey) -> String {
        var ids = IDSequence(
            seed: 0, tag: WorldTag(name: "magic"),
            stream: "\(kind)/\(key.keySpace.rawValue)/\(key.organizationID)/\(key.externalID)")
        return ids.uuid()
    }
}
