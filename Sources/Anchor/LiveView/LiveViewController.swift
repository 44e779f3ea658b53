import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `GET /?sessionId=…` | 200 `LiveViewPage`, 404 `MissingSessionPage` |
enum LiveViewController {
    static let routes: [Route<AnchorStore>] = [
        Route(.openLiveView, admit: AnchorAccess.open, handle: open)
    ]

    private static func open(_ call: AnchorCall) throws -> Reply {
        let id = call.query("sessionId") ?? ""
        let policies = call.store.policies
        do {
            let (session, identities) = try call.store.update { state throws(AnchorProblem) in
                let session = try state.session(id, policies: policies, now: call.now)
                return (session, session.configuration.identityIDs.compactMap { state.identities[$0] })
            }
            let page = LiveViewPage(session, identities: identities, at: call.now, origin: call.exchange.origin)
            return .page(.ok, page.html)
        } catch {
            return .page(error.status, MissingSessionPage(sessionID: id).html, reason: error.reason)
        }
    }
}
