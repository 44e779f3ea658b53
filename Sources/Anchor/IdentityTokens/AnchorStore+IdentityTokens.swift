package import Kernel

/// Identity tokens for those who come without an API key: the hosted page and the control plane.
extension AnchorStore {
    /// What a token permits, without using it. Throws why it permits nothing.
    package func peek(token: String, at now: Moment) throws(IdentityTokenRefusal) -> ConnectInvitation {
        try read { (state) throws(IdentityTokenRefusal) in try state.peekIdentityToken(token, now: now) }
    }

    /// Opens a token's page; this spends the token where the world's policy says so. Throws why it permits nothing.
    package func open(token: String, at now: Moment) throws(IdentityTokenRefusal) -> ConnectInvitation {
        guard policies.tokenSpentOn == .opening else { return try peek(token: token, at: now) }
        return try update { (state) throws(IdentityTokenRefusal) in try state.openIdentityToken(token, now: now) }
    }

    /// Ends a visit to the hosted page, in one step. Throws why the token permits nothing; then nothing has changed.
    package func complete(
        token: String, outcome: ConnectOutcome, onPage page: Int? = nil, at now: Moment
    ) throws(IdentityTokenRefusal) -> Completion {
        try update { (state) throws(IdentityTokenRefusal) in
            try state.completeIdentityToken(
                token, outcome: outcome, onPage: page, policies: policies, now: now)
        }
    }
}
