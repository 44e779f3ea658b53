import HashTreeCollections
import Kernel

/// How the visit that spent a token ended, kept for the page that ended it: its form may come twice, from a double
/// click; and it is read again, by whoever goes back to it.
struct FinishedVisit: Codable, Sendable, Equatable {
    /// What came of it.
    enum Ending: Codable, Sendable, Equatable {
        case connected(identityID: String)
        case cancelled
        case failed(reason: String)
    }

    /// The number of the page whose form ended it.
    let page: Int
    let ending: Ending
    /// When it ended.
    let at: Moment

    /// The outcome as it was; what the user signed in with is the identity's by now.
    var outcome: ConnectOutcome {
        switch ending {
        case .connected: .success(ConnectOutcome.SignIn())
        case .cancelled: .cancelled
        case .failed(let reason): .failed(reason: reason)
        }
    }
}

extension AnchorState {
    // MARK: - Visits that are over, for forms that come twice

    /// The end of a visit, once more.
    struct RepeatedEnd: Sendable {
        let visit: FinishedVisit
        let invitation: ConnectInvitation
        let completion: Completion
    }

    /// Keeps how a visit ended, if a page ended it.
    mutating func keep(_ ending: FinishedVisit.Ending, of token: String, onPage page: Int?, now: Moment) {
        guard let page else { return }
        finishedVisits[token] = FinishedVisit(page: page, ending: ending, at: now)
    }

    /// What the visit of a token came to, for the page that ended it. Nil for every other page, as in a second tab, and
    /// where application or identity are gone since.
    func repeatedEnd(of token: String, onPage page: Int, policies: AnchorPolicies) -> RepeatedEnd? {
        guard let visit = finishedVisits[token], visit.page == page, let known = identityTokens[token],
            let application = application(known.grant.applicationID)
        else { return nil }
        let identity: Identity?
        switch visit.ending {
        case .connected(let id):
            identity = identities[id]
            if identity == nil { return nil }
        case .cancelled, .failed: identity = nil
        }
        return RepeatedEnd(
            visit: visit,
            invitation: ConnectInvitation(
                application: application, callback: known.grant.callback, expiresAt: known.expiresAt),
            completion: completion(of: known.grant, visit.outcome, identity: identity, policies: policies))
    }

    // MARK: - Sign-ins that wait for a code

    /// Keeps what a user typed until her code is there, so that no password goes back into a page. Tabs of one token share
    /// the place: the last one counts.
    fileprivate mutating func holdSignIn(
        _ signIn: ConnectOutcome.SignIn, for token: String, now: Moment
    ) throws(IdentityTokenRefusal) {
        _ = try peekIdentityToken(token, now: now)
        heldSignIns[token] = signIn
    }
}

extension AnchorStore {
    /// Keeps a sign-in until its code is there. Throws why the token permits nothing.
    func hold(
        _ signIn: ConnectOutcome.SignIn, for token: String, at now: Moment
    ) throws(IdentityTokenRefusal) {
        try update { (state) throws(IdentityTokenRefusal) in try state.holdSignIn(signIn, for: token, now: now) }
    }

    /// The sign-in that waits for a code.
    func heldSignIn(for token: String) -> ConnectOutcome.SignIn? { read { $0.heldSignIns[token] } }
}

// MARK: - Reasons

extension Reason {
    /// The same form came before.
    static func formRepeated(at first: Moment) -> Reason {
        Reason(
            AnchorReason.formRepeated,
            "This form came before, at \(first). It is answered as it was then, and nothing was done again.")
    }

    /// The same form came before, and the second one is refused (policy `repeatedForm`).
    static func formSentTwice(_ visit: FinishedVisit) -> Reason {
        let what =
            switch visit.ending {
            case .connected(let id): "made identity \(id)"
            case .cancelled: "cancelled the sign-in"
            case .failed: "ended a sign-in that failed"
            }
        return Reason(
            AnchorReason.formSentTwice,
            "This form came before, at \(visit.at), and \(what). The second one is refused (policy repeatedForm).")
    }
}
