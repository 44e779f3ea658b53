import HTTPTypes
import HashTreeCollections
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
            one with 404.
            """)
    static let advanceLink = Endpoint(
        "anon.advanceLink", .post, "/link", "Take one step on the Link page", provenance: .ours,
        choice: """
            The form's fields are ours. What is missing or wrong shows the step again with 422. Cancelling goes back \
            with `type=error&status=cancelled`; a sign-in that failed, with `error_code=bad_authorization`.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /link?app=…&clientId=…&appUserIdToken=…` | 200 the first step |
/// | `POST /link` | 200 the next step, 422 the same one again, 303 back to the customer |
///
/// Both answer a page with 400, 401, 404 or 507 if the visit cannot go on.
enum LinkPageController {
    static let routes: [Route<AnonStore>] = [
        Route(.openLink, handle: open),
        Route(.advanceLink, handle: advance),
    ]

    /// The page is served whatever the credentials, as the vendor's is; its script finds out (anon.md 9, row 4).
    @Sendable private static func open(_ call: AnonCall) async -> Reply {
        do throws(LinkRefusal) {
            let visit = try await LinkVisit(call)
            call.update { $0.note(linkPageOf: visit.link.app, isRefused: visit.refusal != nil, $1) }
            guard call.query(LinkForm.Name.step) == LinkFlow.Step.closing.rawValue,
                case .success(let identity) = visit.access,
                hasSession(identity, visit, in: call.store)
            else { return visit.reply(showing: LinkFlow()) }
            let since = call.query(LinkForm.Name.since).flatMap { Int64($0) }.map { Moment(milliseconds: $0) }
            return visit.reply(closingSince: min(since ?? call.now, call.now), identity: identity, call.turn)
        } catch {
            return LinkRefusalPage(error, api: call.exchange.origin.linkAPI).reply
        }
    }

    @Sendable private static func advance(_ call: AnonCall) async -> Reply {
        do throws(LinkRefusal) {
            let visit = try await LinkVisit(call)
            guard let form = LinkForm(call.form) else { return LinkRefusalPage(unreadableFormOf: visit).reply }
            if form.action == .cancel { return visit.reply(stopped: .cancelled) }
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
            return visit.reply(closingSince: call.now, identity: identity, call.turn)
        case .step: return visit.reply(showing: flow)
        case .again(let complaint): return visit.reply(showing: flow, complaint: complaint)
        case .finish(let outcome):
            do throws(AnonProblem) {
                _ = try call.store.end(visit.link, as: identity, outcome, at: call.now)
            } catch {
                return LinkRefusalPage(error, visit: visit).reply
            }
            guard case .success(let isPending) = outcome else { return visit.reply(stopped: outcome) }
            return visit.reply(linked: identity, isPending: isPending)
        }
    }

    private static func hasSession(_ identity: AppUserIdentity, _ visit: LinkVisit, in store: AnonStore) -> Bool {
        store.read { $0.hasActiveSession(identity.key, at: visit.link.app) }
    }
}
