import HashTreeCollections
import Kernel

/// Visits that are over, for forms that come twice.
extension AnchorState {
    /// The end of a visit, once more.
    struct RepeatedEnd: Sendable {
        let visit: FinishedVisit
        let invitation: ConnectInvitation
        let completion: Completion
    }

    /// Keeps how a visit ended that a page ended.
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
}
