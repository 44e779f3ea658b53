import HashTreeCollections
import Kernel

/// Grants: a service client of another organisation may use a session (anon.md 3.4; rules and wire form are ours).
extension AnonState {
    /// Lets a client use a session; twice is once. Only the session's organisation may.
    ///
    /// Throws 404 for an unknown session or client, 403 for another organisation's session, 400 for a client whose key
    /// never meets the session, 507 when the world is full.
    mutating func create(
        _ grant: SessionAccessGrant, for caller: Caller, policies: AnonPolicies
    ) throws(AnonProblem) {
        var session = try ownSession(grant.sessionID, of: caller)
        try checkService(grant.sdkClientID, in: session.user.keySpace)
        guard !session.grantedClientIDs.contains(grant.sdkClientID) else { return }
        _ = try makeRoom(policies)
        session.grantedClientIDs.append(grant.sdkClientID)
        sessions[session.id] = session
    }

    /// Takes it back. Throws 404 for an unknown session or a grant that is not there, 403 for another organisation's.
    mutating func delete(_ grant: SessionAccessGrant, for caller: Caller) throws(AnonProblem) {
        var session = try ownSession(grant.sessionID, of: caller)
        guard let index = session.grantedClientIDs.firstIndex(of: grant.sdkClientID) else {
            throw .notFound("Session access grant", "client \(grant.sdkClientID) at session \(session.id)")
        }
        session.grantedClientIDs.remove(at: index)
        sessions[session.id] = session
        releaseRoom()
    }

    private func ownSession(_ id: String, of caller: Caller) throws(AnonProblem) -> Session {
        guard let session = sessions[id], session.user.keySpace == caller.keySpace else {
            throw .notFound("Session", id)
        }
        guard session.user.organizationID == caller.organizationID else {
            throw .forbidden(.otherOrganizationsSession(of: session.user.externalID, at: session.app))
        }
        return session
    }

    private func checkService(_ id: String, in keySpace: KeySpace) throws(AnonProblem) {
        guard let client = sdkClients[id] else { throw .notFound("SDK client", id) }
        guard case .service(_, let own) = client.kind else {
            throw .invalid(
                "sdkClientId must be a service client", "sdkclient.notService",
                "SDK client \(id) is a webapp client, which has no API key to use a session with.")
        }
        guard own == keySpace else {
            throw .invalid(
                "sdkClientId must be of the session's environment", "client.otherEnvironment",
                "The key of SDK client \(id) is of \(own.rawValue), the session of \(keySpace.rawValue).")
        }
    }
}
