import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP

/// The hosted page (anchor.md 5).
extension Endpoint {
    static let openIdentityCreatePage = Endpoint(
        "anchor.openIdentityCreatePage", .get, "/identity/create", "Open the page where the end user signs in",
        choice: """
            Opening spends nothing, unless the policy `tokenSpentOn` is `opening`. A used, expired or unknown token \
            answers a page with 409, 410 or 404, a missing one with 400. Each step has an address of its own, with \
            `step` in it; it spends nothing, and one that complains about what was typed answers 422.
            """)
    static let submitIdentityCreatePage = Endpoint(
        "anchor.submitIdentityCreatePage", .post, "/identity/create", "Take one step on the page",
        provenance: .undocumented,
        choice: """
            The form's fields are ours. 303 leads to the step that follows, so that going back and reloading send no \
            form again; what is missing or wrong, to the same step. Cancelling leads to \
            the callback with `status=cancelled`; failing to a step whose link leads there with `status=failed`. \
            Neither makes an identity; the policy `onCancel` can keep the user on the page. The last form of a visit \
            that comes twice, as from a double click, is answered twice and acts once (policy `repeatedForm`).
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /identity/create?token=…&userName=…` | 200 the first step |
/// | `GET /identity/create?token=…&step=…` | 200 a later step, 422 one that complains |
/// | `POST /identity/create` | 303 to the step that follows, or to the callback |
///
/// Both answer a page with 400, 404, 409 or 410 where there is nothing to do. A form that comes twice gets its answer twice.
enum ConnectPageController {
    static let routes: [Route<AnchorStore>] = [
        Route(.openIdentityCreatePage, admit: AnchorAccess.open, waiting: open),
        Route(.submitIdentityCreatePage, admit: AnchorAccess.open, waiting: submit),
    ]

    private static func open(_ call: AnchorCall) -> Reply {
        guard let token = token(of: call) else { return ConnectRefusalPage.missingToken.reply }
        let query = call.exchange.query
        if query[StepAddress.Name.step] != nil, let reply = lastStep(query, of: token, call) { return reply }
        do throws(IdentityTokenRefusal) {
            if let form = ConnectForm(address: query) {
                let visit = ConnectVisit(
                    token: token, invitation: try call.store.peek(token: token, at: call.now), call)
                return step(form, of: visit, query, call)
            }
            let visit = ConnectVisit(token: token, invitation: try call.store.open(token: token, at: call.now), call)
            return visit.reply(showing: ConnectFlow(linkedName: linkedName(of: call)))
        } catch {
            return ConnectRefusalPage(error, token: token, call: call).reply
        }
    }

    /// A step that an earlier form led to.
    private static func step(
        _ form: ConnectForm, of visit: ConnectVisit, _ query: NamedValues, _ call: AnchorCall
    ) -> Reply {
        var flow = ConnectFlow(form, to: visit.invitation.application, linkedName: linkedName(of: call))
        // Deleted since.
        if form.flowID != nil, flow.authFlow == nil, flow.step != .welcome {
            _ = flow.restart()
            return visit.reply(showing: flow, complaint: .flowGone)
        }
        return visit.reply(showing: flow, form: form, complaint: flow.complaint(in: query))
    }

    /// The step at which a visit ended. Nil for any other address, and where there is nothing to show any more.
    private static func lastStep(_ query: NamedValues, of token: String, _ call: AnchorCall) -> Reply? {
        switch query[StepAddress.Name.step].flatMap(ConnectVisit.LastStep.init(rawValue:)) {
        case .done:
            let policies = call.store.policies
            guard let page = query[ConnectVisit.Name.page].flatMap({ Int($0) }),
                let end = call.store.read({ $0.repeatedEnd(of: token, onPage: page, policies: policies) }),
                end.visit.outcome != .cancelled
            else { return nil }
            var completion = end.completion
            if query[ConnectVisit.Name.again] != nil {
                guard policies.repeatedForm == .answered else { return ConnectRefusalPage(repeating: end).reply }
                completion.reason = .formRepeated(at: end.visit.at)
            }
            let visit = ConnectVisit(token: token, invitation: end.invitation, call)
            return visit.reply(ending: completion, outcome: end.visit.outcome)
        case .stopped:
            guard let invitation = try? call.store.peek(token: token, at: call.now) else { return nil }
            let outcome: ConnectOutcome =
                if let failure = query[StepAddress.Name.failure] {
                    .failed(reason: SignInFailure(rawValue: failure)?.text ?? ConnectFlow.failed)
                } else { .cancelled }
            let completion = Completion(identity: nil, callback: nil, delivery: .once, reason: outcome.reason)
            return ConnectVisit(token: token, invitation: invitation, call)
                .reply(ending: completion, outcome: outcome)
        case nil: return nil
        }
    }

    private static func submit(_ call: AnchorCall) -> Reply {
        guard let token = token(of: call) else { return ConnectRefusalPage.missingToken.reply }
        do throws(IdentityTokenRefusal) {
            let visit = ConnectVisit(token: token, invitation: try call.store.peek(token: token, at: call.now), call)
            guard let form = ConnectForm(call.form) else { return ConnectRefusalPage.unreadableForm.reply }
            var flow = ConnectFlow(form, to: visit.invitation.application, linkedName: linkedName(of: call))
            switch flow.take(form, held: call.store.heldSignIn(for: token)) {
            case .step: return visit.reply(movingTo: flow)
            case .again(let complaint): return visit.reply(movingTo: flow, form: form, complaint: complaint)
            case .hold(let signIn):
                try call.store.hold(signIn, for: token, at: call.now)
                return visit.reply(movingTo: flow)
            case .finish(let outcome):
                // A form that does not say which page it is of ends the visit under its own number, which no page has.
                let page = form.page ?? call.exchange.number
                let completion = try call.store.complete(token: token, outcome: outcome, onPage: page, at: call.now)
                return visit.reply(leavingWith: completion, outcome: outcome, page: page)
            }
        } catch {
            return repeatedEnd(of: token, call) ?? ConnectRefusalPage(error, token: token, call: call).reply
        }
    }

    /// The answer to a form that comes a second time, as from a double click: a browser shows the answer to the last one.
    /// Nil for any other form.
    private static func repeatedEnd(of token: String, _ call: AnchorCall) -> Reply? {
        let policies = call.store.policies
        guard let page = ConnectForm(call.form)?.page,
            let end = call.store.read({ $0.repeatedEnd(of: token, onPage: page, policies: policies) })
        else { return nil }
        var completion = end.completion
        let visit = ConnectVisit(token: token, invitation: end.invitation, call)
        guard policies.repeatedForm == .answered else {
            completion.reason = .formSentTwice(end.visit)
            guard end.visit.outcome != .cancelled else { return ConnectRefusalPage(repeating: end).reply }
            return visit.reply(leavingWith: completion, outcome: end.visit.outcome, page: page, isRepeated: true)
        }
        completion.reason = .formRepeated(at: end.visit.at)
        return visit.reply(leavingWith: completion, outcome: end.visit.outcome, page: page, isRepeated: true)
    }

    /// The form posts to the address that the page was opened at, so the token is in both.
    private static func token(of call: AnchorCall) -> String? {
        let token = call.exchange.head.method == .post ? call.form["token"] ?? call.query("token") : call.query("token")
        return token.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func linkedName(of call: AnchorCall) -> String? {
        call.query("userName").flatMap { $0.isEmpty ? nil : $0 }
    }
}
