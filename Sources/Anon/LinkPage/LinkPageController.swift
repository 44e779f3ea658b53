import HTTPTypes
import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP

/// The Link page (anon.md 4.2, 4.5).
extension Endpoint {
    static let openLink = Endpoint(
        "anon.openLink", .get, "/link", "Open the page where the end user links an app", provenance: .undocumented,
        choice: """
            The parameters were seen in the vendor's examples; status and look of the page are ours. Also at `/` on \
            the Link host. Opening links nobody. Refused credentials are shown by the page's own request for \
            `appIntegration`, and refused at its first form. A saved session needs no sign-in: its window closes by \
            itself (policy `closesAfter`). Parameters that are missing or wrong answer a page with 400, an unknown app \
            one with 404. Each step has an address of its own, with `step` in it; it links nobody, and one that \
            complains about what was typed answers 422.
            """)
    static let advanceLink = Endpoint(
        "anon.advanceLink", .post, "/link", "Take one step on the Link page", provenance: .ours,
        choice: """
            The form's fields are ours. 303 leads to the step that follows, so that going back and reloading send no \
            form again; what is missing or wrong, to the same step. Cancelling goes back \
            with `type=error&status=cancelled`; a sign-in that failed, with `error_code=bad_authorization`.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /link?app=…&clientId=…&appUserIdToken=…` | 200 the first step |
/// | `GET /link?app=…&step=…` | 200 a later step, 422 one that complains |
/// | `POST /link` | 303 to the step that follows, or back to the customer |
///
/// Both answer a page with 400, 401, 404 or 507 if the visit cannot go on.
enum LinkPageController {
    static let routes: [Route<AnonStore>] = [
        Route(.openLink, waiting: open),
        Route(.advanceLink, waiting: advance),
    ]

    /// The page is served whatever the credentials, as the vendor's is; its script finds out (anon.md 9, row 4).
    @Sendable private static func open(_ call: AnonCall) async -> Reply {
        do throws(LinkRefusal) {
            let visit = try await LinkVisit(call)
            call.update { $0.note(linkPageOf: visit.link.app, isRefused: visit.refusal != nil, $1) }
            let query = call.exchange.query
            guard let step = query[StepAddress.Name.step] else { return visit.reply(showing: LinkFlow()) }
            return reply(at: step, query, visit, call) ?? visit.reply(showing: LinkFlow())
        } catch {
            return LinkRefusalPage(error, api: call.exchange.origin.linkAPI).reply
        }
    }

    /// A step that an earlier form led to; nil if there is nothing to show there any more.
    private static func reply(at step: String, _ query: NamedValues, _ visit: LinkVisit, _ call: AnonCall) -> Reply? {
        if step == LinkVisit.LastStep.stopped.rawValue {
            guard let failure = query[StepAddress.Name.failure] else { return visit.reply(stopped: .cancelled) }
            return SignInFailure(rawValue: failure).map { visit.reply(stopped: .failed(detail: $0.text)) }
        }
        // The dialogue's own script finds out about credentials that are refused.
        guard case .success(let identity) = visit.access else { return nil }
        if step == LinkVisit.LastStep.done.rawValue {
            guard call.store.read({ $0.hasSession(identity.key, at: visit.link.app) }) else { return nil }
            return visit.reply(linked: identity, isPending: query[LinkVisit.pending] != nil)
        }
        guard let form = LinkForm(address: query) else { return nil }
        let flow = LinkFlow(form)
        guard flow.step == .closing else { return visit.reply(showing: flow, complaint: flow.complaint(in: query)) }
        guard hasSession(identity, visit, in: call.store) else { return nil }
        let since = query[LinkForm.Name.since].flatMap { Int64($0) }.map { Moment(milliseconds: $0) }
        return visit.reply(closingSince: min(since ?? call.now, call.now), identity: identity, call.turn)
    }

    @Sendable private static func advance(_ call: AnonCall) async -> Reply {
        do throws(LinkRefusal) {
            let visit = try await LinkVisit(call)
            guard let form = LinkForm(call.form) else { return LinkRefusalPage(unreadableFormOf: visit).reply }
            if form.action == .cancel { return visit.reply(leavingAs: nil, .cancelled) }
            switch visit.access {
            case .failure(let refusal): return LinkRefusalPage(refusal, visit: visit).reply
            case .success(let identity): return take(form, visit, identity, call)
            }
        } catch {
            return LinkRefusalPage(error, api: call.exchange.origin.linkAPI).reply
        }
    }

    private static func take(
        _ form: LinkForm, _ visit: LinkVisit, _ identity: AppUserIdentity, _ call: AnonCall
    ) -> Reply {
        var flow = LinkFlow(form)
        switch flow.take(form, hasSession: hasSession(identity, visit, in: call.store)) {
        case .step where flow.step == .closing:
            return visit.reply(movingToWindowAt: call.now, identity: identity, call.turn)
        case .step: return visit.reply(movingTo: flow)
        case .again(let complaint): return visit.reply(movingTo: flow, complaint: complaint)
        case .finish(let outcome):
            do throws(AnonProblem) {
                _ = try call.store.end(visit.link, as: identity, outcome, at: call.now)
            } catch {
                return LinkRefusalPage(error, visit: visit).reply
            }
            return visit.reply(leavingAs: identity, outcome)
        }
    }

    private static func hasSession(_ identity: AppUserIdentity, _ visit: LinkVisit, in store: AnonStore) -> Bool {
        store.read { $0.hasActiveSession(identity.key, at: visit.link.app) }
    }
}
