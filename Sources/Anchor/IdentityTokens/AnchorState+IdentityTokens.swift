import HashTreeCollections
package import Kernel
import KernelHTTP

/// The life of identity tokens: issued, looked at, opened, completed.
extension AnchorState {
    /// A token that was just issued.
    struct IssuedToken: Sendable {
        let token: String
        let expiresAt: Moment
    }

    /// Issues a token for an application. Throws 404 for one that is not there, 400 for a callback that is not taken.
    mutating func issueIdentityToken(
        for applicationID: String, callback: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> IssuedToken {
        guard let application = try knownApplication(applicationID, turn) else {
            throw .notFound(.application, applicationID)
        }
        let ordinal = try reserve(turn.policies)
        let secret = ids.secret()
        let grant = IdentityToken.Grant(
            // Not the caller's text, so that tokens share one id with their application.
            applicationID: application.id, applicationOrdinal: application.ordinal, callback: callback)
        let token = IdentityToken(grant, issuedAt: turn.now, ordinal: ordinal)
        identityTokens[secret] = token
        return IssuedToken(token: secret, expiresAt: token.expiresAt)
    }

    /// What a token permits, without using it.
    func peekIdentityToken(_ token: String, now: Moment) throws(IdentityTokenRefusal) -> ConnectInvitation {
        guard let known = identityTokens[token] else { throw .unknown }
        let application = try application(of: known, now: now)
        return ConnectInvitation(
            application: application, callback: try known.peek(at: now).callback, expiresAt: known.expiresAt)
    }

    /// Opens a token's page where opening is what spends it (policy `tokenSpentOn: opening`). A second opening is refused;
    /// completing the opened one is not.
    mutating func openIdentityToken(
        _ token: String, now: Moment
    ) throws(IdentityTokenRefusal) -> ConnectInvitation {
        guard var opened = identityTokens[token] else { throw .unknown }
        let application = try application(of: opened, now: now)
        let grant = try opened.open(at: now)
        identityTokens[token] = opened
        return ConnectInvitation(application: application, callback: grant.callback, expiresAt: opened.expiresAt)
    }

    /// Ends a visit to the hosted page. Success makes exactly one identity and spends the token in the same step.
    ///
    /// A user who cancels or cannot sign in is sent back with that status, which spends the token: the customer has had its
    /// answer. Where such a user stays on the page (policy `onCancel: stay`), the token stays good. Both are ours.
    ///
    /// - Parameter page: the number of the page whose form ends it; nil if no page does.
    mutating func completeIdentityToken(
        _ token: String, outcome: ConnectOutcome, onPage page: Int? = nil, _ turn: AnchorTurn
    ) throws(IdentityTokenRefusal) -> Completion {
        guard var spent = identityTokens[token] else { throw .unknown }
        let application = try application(of: spent, now: turn.now)
        let grant = try spent.spend(at: turn.now)
        var identity: Identity?
        switch outcome {
        case .success(let signIn):
            let connected = try connect(signIn, to: application, turn)
            keep(.connected(identityID: connected.id), of: token, onPage: page, now: turn.now)
            identity = connected
        case .cancelled where turn.policies.onCancel == .redirect:
            keep(.cancelled, of: token, onPage: page, now: turn.now)
        case .failed(let reason) where turn.policies.onCancel == .redirect:
            keep(.failed(reason: reason), of: token, onPage: page, now: turn.now)
        case .cancelled, .failed:
            return completion(of: grant, outcome, identity: nil, policies: turn.policies)
        }
        identityTokens[token] = spent
        heldSignIns[token] = nil
        return completion(of: grant, outcome, identity: identity, policies: turn.policies)
    }

    /// What a visit with this outcome comes to: the way back, if there is one.
    func completion(
        of grant: IdentityToken.Grant, _ outcome: ConnectOutcome, identity: Identity?, policies: AnchorPolicies
    ) -> Completion {
        let (status, departure, reason): (String, AnchorPolicies.Departure, Reason?) =
            switch outcome {
            case .success: ("success", policies.onSuccess, policies.onSuccess == .stay ? .callbackNeverComes : nil)
            case .cancelled: ("cancelled", policies.onCancel, outcome.reason)
            case .failed: ("failed", policies.onCancel, outcome.reason)
            }
        guard departure == .redirect else {
            return Completion(identity: identity, callback: nil, delivery: .once, reason: reason)
        }
        let back = CallbackReturn(to: grant.callback, identityID: identity?.id, status: status, policies: policies)
        let twice = policies.callbackDelivery == .once ? nil : Reason.callbackTwice
        return Completion(
            identity: identity, callback: back.url, delivery: policies.callbackDelivery,
            reason: back.reason ?? reason ?? twice)
    }

    private mutating func connect(
        _ signIn: ConnectOutcome.SignIn, to application: ClientApplication, _ turn: AnchorTurn
    ) throws(IdentityTokenRefusal) -> Identity {
        let draft = Identity.Draft(
            name: signIn.name ?? signIn.userName ?? Identity.Draft.unnamed, source: application.site,
            credentials: signIn.credentials, authFlow: signIn.authFlow,
            validation: .afterPage(isPending: signIn.isPending, turn))
        do throws(AnchorProblem) {
            return try addIdentity(draft, to: application.id, turn)
        } catch {
            throw .worldIsFull(limit: turn.policies.objectLimit)
        }
    }

    /// The token's application. A token that was used says so even when its application has gone since.
    private func application(
        of token: IdentityToken, now: Moment
    ) throws(IdentityTokenRefusal) -> ClientApplication {
        let grant = token.grant
        if let application = applications[grant.applicationID], application.ordinal == grant.applicationOrdinal {
            return application
        }
        do throws(IdentityTokenRefusal) {
            _ = try token.peek(at: now)
        } catch {
            if case .alreadyUsed = error { throw error }
        }
        throw .applicationDeleted
    }
}

// MARK: - Without an API key

/// Identity tokens for those who come without an API key: the hosted page and the control plane.
extension AnchorStore {
    /// What a token permits, without using it. Throws why it permits nothing.
    func peek(token: String, at now: Moment) throws(IdentityTokenRefusal) -> ConnectInvitation {
        try read { (state) throws(IdentityTokenRefusal) in try state.peekIdentityToken(token, now: now) }
    }

    /// Opens a token's page; this spends the token where the world's policy says so. Throws why it permits nothing.
    func open(token: String, at now: Moment) throws(IdentityTokenRefusal) -> ConnectInvitation {
        guard policies.tokenSpentOn == .opening else { return try peek(token: token, at: now) }
        return try update { (state) throws(IdentityTokenRefusal) in try state.openIdentityToken(token, now: now) }
    }

    /// Ends a visit to the hosted page, in one step. Throws why the token permits nothing; then nothing has changed.
    package func complete(
        token: String, outcome: ConnectOutcome, onPage page: Int? = nil, at now: Moment
    ) throws(IdentityTokenRefusal) -> Completion {
        try update { (state) throws(IdentityTokenRefusal) in
            try state.completeIdentityToken(
                token, outcome: outcome, onPage: page, AnchorTurn(policies: policies, now: now))
        }
    }
}
