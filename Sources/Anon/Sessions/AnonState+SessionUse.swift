import HashTreeCollections
import Kernel

/// Calls that act in a user's name need the user's record and sessions that can be used (anon.md 8, steps 1 and 2).
extension AnonState {
    /// The user of `externalID`, who has an active session at each of `apps`, which this uses. A user of another
    /// organisation counts where the caller's client was granted the sessions.
    ///
    /// Throws the failed look-up as it is relayed, 404 and 403 for a session that the caller cannot use.
    mutating func user(
        _ externalID: String, signedInAt apps: [String], for caller: Caller, policies: AnonPolicies
    ) throws(AnonProblem) -> AppUser {
        let own = AppUserKey(keySpace: caller.keySpace, organizationID: caller.organizationID, externalID: externalID)
        let granted = appUsers[own] == nil ? userWithGrants(externalID, at: apps, for: caller) : nil
        let user = try translate(granted ?? own, policies)
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

    /// The user whom an app user id token names, who has an active session at `app`, which this uses. Throws as the other one does.
    mutating func user(
        _ identity: AppUserIdentity, signedInAt app: String, policies: AnonPolicies
    ) throws(AnonProblem) -> AppUser {
        let user = try translate(identity.key, policies)
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

    private func translate(_ key: AppUserKey, _ policies: AnonPolicies) throws(AnonProblem) -> AppUser {
        do throws(LookUpFailure) { return try lookUp(key, policies: policies) } catch {
            throw .translation(error, policies)
        }
    }

    /// A session that was just linked is fine, whatever its status says (anon.md 3.1).
    private func check(_ session: Session) throws(AnonProblem) {
        guard session.condition == .active else { throw .sessionNotFound(.sessionNotActive(session)) }
    }

    private func userWithGrants(_ externalID: String, at apps: [String], for caller: Caller) -> AppUserKey? {
        guard let clientID = caller.sdkClientID else { return nil }
        for app in apps {
            let owner = SessionOwner(keySpace: caller.keySpace, externalID: externalID, app: app)
            for case let session? in (sessionsOfOwner[owner] ?? []).map({ sessions[$0] })
            where session.grantedClientIDs.contains(clientID) {
                return session.user
            }
        }
        return nil
    }
}
