import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of sessions: linked, looked at, removed, granted.
extension AnonState {
    /// Links a user at an app: the record and the session, in one step. A session that is there is renewed.
    ///
    /// Throws 507 when the world is full; then neither is there.
    mutating func link(_ identity: AppUserIdentity, to app: String, _ turn: AnonTurn) throws(AnonProblem) -> Session {
        let before = self
        do throws(AnonProblem) {
            let user = try appUser(for: identity.key, email: identity.email, turn)
            return try renewSession(of: user.key, at: app, turn)
        } catch {
            self = before
            throw error
        }
    }

    /// The session that a caller asks for by owner and domain: the organisation's own, one that the caller's client was
    /// granted, one that a magic id has. Throws 404 if there is none, 403 if it is another
    /// organisation's.
    func session(
        ownedBy externalID: String, at app: String, for caller: Caller
    ) throws(AnonProblem) -> Session {
        let own = caller.appUser(externalID)
        let known = sessions(ownedBy: own.owner(at: app))
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

    /// The app user's own session. Throws 404 if there is none.
    func session(of user: AppUserKey, at app: String) throws(AnonProblem) -> Session {
        if let session = storedSession(of: user, at: app) ?? magicSession(of: user, at: app) { return session }
        throw .sessionNotFound(whyNoSession(of: user, at: app))
    }

    /// The status as a caller sees it. A session that was just linked counts this read (anon.md 3.1).
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

    /// Removes the session that a caller asks for. A grant gives no right to do so: throws 403 then, otherwise as
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
        release(1 + stored.grantedClientIDs.count)
    }

    /// Puts a session where look-ups find it.
    mutating func add(_ session: Session) {
        sessions[session.id] = session
        sessionsOfOwner[session.owner, default: []].append(session.id)
    }

    private mutating func renewSession(
        of user: AppUserKey, at app: String, _ turn: AnonTurn
    ) throws(AnonProblem) -> Session {
        let isNeverKnown = MagicAppUser(externalID: user.externalID) == .unknown
        let condition: Session.Condition = isNeverKnown ? .unknown : .active
        if var session = storedSession(of: user, at: app) {
            session.condition = condition
            session.unknownReadsLeft = turn.policies.unknownStatusReads
            session.collectedAt = turn.now
            sessions[session.id] = session
            return session
        }
        let session = Session(
            id: ids.uuid(), app: app, user: user, condition: condition,
            unknownReadsLeft: turn.policies.unknownStatusReads, usesLeft: turn.policies.revokedAfterUses,
            collectedAt: turn.now, grantedClientIDs: [], ordinal: try reserve(turn.policies))
        add(session)
        return session
    }

    /// Whether the user has a session at an app that needs no sign-in (anon.md 9, row 9).
    func hasActiveSession(_ user: AppUserKey, at app: String) -> Bool {
        storedSession(of: user, at: app)?.condition == .active
    }

    /// Whether the user has a session there, whatever became of it.
    func hasSession(_ user: AppUserKey, at app: String) -> Bool { storedSession(of: user, at: app) != nil }

    private func storedSession(of user: AppUserKey, at app: String) -> Session? {
        sessions(ownedBy: user.owner(at: app)).first { $0.user == user }
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
        return Reason(AnonReason.sessionNone, detail)
    }
}

// MARK: - Lists

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

    /// Whom a session belongs to. Throws 404 if the record is gone, which no transition does.
    func owner(of session: Session, _ turn: AnonTurn) throws(AnonProblem) -> AppUser {
        do throws(LookUpFailure) { return try lookUp(session.user, turn) } catch {
            throw .sessionNotFound(error.reason)
        }
    }

    private func newest(_ limit: Int, where isWanted: (Session) -> Bool) -> [ListedSession] {
        sessions.values.filter(isWanted).sorted { $0.ordinal < $1.ordinal }.suffix(limit).compactMap { session in
            appUsers[session.user].map { ListedSession(session: session, user: $0) }
        }
    }
}

// MARK: - Use

/// Calls that act in a user's name need the user's record and sessions that can be used (anon.md 8, steps 1 and 2).
extension AnonState {
    /// The user of `externalID`, who has an active session at each of `apps`, which this uses. A user of another
    /// organisation counts where the caller's client was granted the sessions.
    ///
    /// Throws the failed look-up as it is relayed, 404 and 403 for a session that the caller cannot use.
    mutating func user(
        _ externalID: String, signedInAt apps: [String], for caller: Caller, _ turn: AnonTurn
    ) throws(AnonProblem) -> AppUser {
        let own = caller.appUser(externalID)
        let granted = appUsers[own] == nil ? userWithGrants(externalID, at: apps, for: caller) : nil
        let user = try translate(granted ?? own, turn)
        var used: [Session] = []
        for app in apps {
            let session = try session(ownedBy: externalID, at: app, for: caller)
            guard session.user == user.key else {
                throw .forbidden(.otherOrganizationsSession(of: externalID, at: app))
            }
            try check(session)
            used.append(session)
        }
        for session in used { countUse(of: session) }
        return user
    }

    /// The user whom an app user id token names, who has an active session at `app`, which this uses. Throws the failed
    /// look-up as it is relayed, 404 if there is no such session.
    mutating func user(
        _ identity: AppUserIdentity, signedInAt app: String, _ turn: AnonTurn
    ) throws(AnonProblem) -> AppUser {
        let user = try translate(identity.key, turn)
        let session = try session(of: user.key, at: app)
        try check(session)
        countUse(of: session)
        return user
    }

    /// Counts a call that found a session active. The call after the last one finds it revoked, until the user links anew;
    /// that happens to a session once (policy `revokedAfterUses`).
    mutating func countUse(of session: Session) {
        guard var used = sessions[session.id], used.condition == .active, let left = used.usesLeft else { return }
        used.usesLeft = left > 1 ? left - 1 : nil
        if left <= 1 { used.condition = .revoked }
        sessions[used.id] = used
    }

    private func translate(_ key: AppUserKey, _ turn: AnonTurn) throws(AnonProblem) -> AppUser {
        do throws(LookUpFailure) { return try lookUp(key, turn) } catch {
            throw .translation(error, turn.policies)
        }
    }

    /// A session that was just linked is fine, whatever its status says (anon.md 3.1).
    private func check(_ session: Session) throws(AnonProblem) {
        guard session.condition == .active else { throw .sessionNotFound(.sessionNotActive(session)) }
    }

    private func userWithGrants(_ externalID: String, at apps: [String], for caller: Caller) -> AppUserKey? {
        guard let clientID = caller.sdkClientID else { return nil }
        let known = apps.lazy.flatMap { sessions(ownedBy: caller.appUser(externalID).owner(at: $0)) }
        return known.first { $0.grantedClientIDs.contains(clientID) }?.user
    }
}
