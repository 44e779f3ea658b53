import HashTreeCollections
import Kernel

/// The life of sessions: linked, looked at, removed, granted.
extension AnonState {
    /// Links a user at an app: the record and the session, in one step. A session that is there is renewed.
    ///
    /// Throws 507 when the world is full; then neither is there.
    mutating func link(
        _ identity: AppUserIdentity, to app: String, policies: AnonPolicies, now: Moment
    ) throws(AnonProblem) -> Session {
        let before = self
        do throws(AnonProblem) {
            let user = try appUser(for: identity.key, email: identity.email, policies: policies)
            return try renewSession(of: user.key, at: app, policies: policies, now: now)
        } catch {
            self = before
            throw error
        }
    }

    /// The session that a caller asks for by owner and domain: the organisation's own, one that the caller's client was
    /// granted, one that a magic id has. Throws 404 for none and 403 for another organisation's.
    func session(
        ownedBy externalID: String, at app: String, for caller: Caller
    ) throws(AnonProblem) -> Session {
        let own = AppUserKey(keySpace: caller.keySpace, organizationID: caller.organizationID, externalID: externalID)
        let known = sessions(ownedBy: SessionOwner(keySpace: caller.keySpace, externalID: externalID, app: app))
        if let session = known.first(where: { $0.user == own }) { return session }
        if let clientID = caller.sdkClientID,
            let granted = known.first(where: { $0.grantedClientIDs.contains(clientID) })
        {
            return granted
        }
        if let session = magicSession(of: own, at: app) { return session }
        guard known.isEmpty else { throw .forbidden(.otherOrganizationsSession(of: externalID, at: app)) }
        throw .sessionNotFound(whyNoSession(of: own, at: app))
    }

    /// The app user's own session. Throws 404 for none.
    func session(of user: AppUserKey, at app: String) throws(AnonProblem) -> Session {
        let owner = SessionOwner(keySpace: user.keySpace, externalID: user.externalID, app: app)
        if let session = sessions(ownedBy: owner).first(where: { $0.user == user }) ?? magicSession(of: user, at: app) {
            return session
        }
        throw .sessionNotFound(whyNoSession(of: user, at: app))
    }

    /// What a caller who asks for the status is told. A session that was just linked counts this read (anon.md 3.1).
    ///
    /// Throws as `session(ownedBy:at:for:)` does.
    mutating func readStatus(
        ownedBy externalID: String, at app: String, for caller: Caller
    ) throws(AnonProblem) -> Session.Condition {
        var session = try session(ownedBy: externalID, at: app, for: caller)
        let status = session.status
        if session.unknownReadsLeft > 0 {
            session.unknownReadsLeft -= 1
            sessions[session.id] = session
        }
        if status == .active { countUse(of: session) }
        return status
    }

    /// Removes the session that a caller asks for. A grant is no right to do so: throws 403 then, and else as
    /// `session(ownedBy:at:for:)` does. What a magic id has by its name stays.
    mutating func removeSession(ownedBy externalID: String, at app: String, for caller: Caller) throws(AnonProblem) {
        let session = try session(ownedBy: externalID, at: app, for: caller)
        guard session.user.organizationID == caller.organizationID else {
            throw .forbidden(.otherOrganizationsSession(of: externalID, at: app))
        }
        remove(session)
    }

    /// Removes a session and the grants on it.
    mutating func remove(_ session: Session) {
        guard let stored = sessions[session.id] else { return }
        sessions[stored.id] = nil
        let left = (sessionsOfOwner[stored.owner] ?? []).filter { $0 != stored.id }
        sessionsOfOwner[stored.owner] = left.isEmpty ? nil : left
        releaseRoom(1 + stored.grantedClientIDs.count)
    }

    /// Puts a session where look-ups find it.
    mutating func add(_ session: Session) {
        sessions[session.id] = session
        sessionsOfOwner[session.owner, default: []].append(session.id)
    }

    private mutating func renewSession(
        of user: AppUserKey, at app: String, policies: AnonPolicies, now: Moment
    ) throws(AnonProblem) -> Session {
        let isNeverKnown = MagicAppUser(externalID: user.externalID) == .unknown
        let condition: Session.Condition = isNeverKnown ? .unknown : .active
        let owner = SessionOwner(keySpace: user.keySpace, externalID: user.externalID, app: app)
        if var session = sessions(ownedBy: owner).first(where: { $0.user == user }) {
            session.condition = condition
            session.unknownReadsLeft = policies.unknownStatusReads
            session.collectedAt = now
            sessions[session.id] = session
            return session
        }
        let session = Session(
            id: ids.uuid(), app: app, user: user, condition: condition, unknownReadsLeft: policies.unknownStatusReads,
            usesLeft: policies.revokedAfterUses, collectedAt: now, grantedClientIDs: [], ordinal: try makeRoom(policies)
        )
        add(session)
        return session
    }

    /// One for each organisation that has such a user with a session there.
    private func sessions(ownedBy owner: SessionOwner) -> [Session] {
        (sessionsOfOwner[owner] ?? []).compactMap { sessions[$0] }
    }

    private func magicSession(of key: AppUserKey, at app: String) -> Session? {
        MagicAppUser(externalID: key.externalID)?.session(of: key, at: app, collectedAt: readyMade.madeAt)
    }

    private func whyNoSession(of key: AppUserKey, at app: String) -> Reason {
        let detail =
            appUsers[key] == nil
            ? LookUpFailure.notLinked(externalID: key.externalID).reason.detail
            : "App user \"\(key.externalID)\" linked, but has no session at \(app)."
        return Reason("session.none", detail)
    }
}
