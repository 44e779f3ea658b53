import HashTreeCollections
import Kernel

/// Signing in again with what is stored (anchor.md 3).
extension AnchorState {
    /// What a sign-in led to.
    struct Reauthentication: Sendable {
        let identityID: String
        let isAsync: Bool
        /// The browser session that it happens in.
        let sessionID: String
    }

    /// Signs in again: at once, or – with `isAsync` – as long as a validation takes.
    ///
    /// Throws 404 for an unknown identity, 412 for one without credentials and, where the client waits, 422 for a sign-in
    /// that fails. The browser that it happens in is a session like any other; it ends with a sign-in that was waited for.
    mutating func reauthenticate(
        _ id: String, isAsync: Bool, policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) -> Reauthentication {
        var identity = try identity(id, policies: policies, now: now)
        // An adopted id has never been given credentials; whoever adopts ids wants the call to go through.
        guard !identity.credentials.isEmpty || policies.unknownIDs == .adopt else { throw .noCredentials(id) }
        if !isAsync, Validation.outcome(of: identity.credentials, policies: policies) == .failed {
            throw .signInFailed(identity)
        }
        let ordinal = try makeRoom(policies)
        var configuration = SessionConfiguration()
        configuration.identityIDs = [id]
        var session = addSession(configuration, id: ids.uuid(), ordinal: ordinal, now: now)
        if !isAsync {
            session.stop(at: now)
            sessions[session.id] = session
        }
        identity.revalidate(
            isAsync
                ? .afterCreation(of: identity.credentials, policies: policies, at: now)
                : .immediate(of: identity.credentials, policies: policies, at: now),
            at: now)
        identities[id] = identity
        return Reauthentication(identityID: id, isAsync: isAsync, sessionID: session.id)
    }
}
