import HTTPTypes
import Kernel
import KernelHTTP

/// The hosted page (anchor.md 5).
extension Endpoint {
    static let openIdentityCreatePage = Endpoint(
        "anchor.openIdentityCreatePage", .get, "/identity/create", "Open the page where the end user signs in",
        choice: """
            Opening spends nothing, unless the policy `tokenSpentOn` is `opening`. A used, expired or unknown token \
            answers a page with 409, 410 or 404, a missing one with 400.
            """)
    static let submitIdentityCreatePage = Endpoint(
        "anchor.submitIdentityCreatePage", .post, "/identity/create", "Take one step on the page",
        provenance: .undocumented,
        choice: """
            The form's fields are ours. What is missing or wrong shows the step again with 422. Cancelling leads to \
            the callback with `status=cancelled`; failing shows a step whose link leads there with `status=failed`. \
            Neither makes an identity; the policy `onCancel` can keep the user on the page. The last form of a visit \
            that comes twice, as from a double click, is answered twice and acts once (policy `repeatedForm`).
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /identity/create?token=…&userName=…` | 200 the first step |
/// | `POST /identity/create` | 200 the next step, 422 the same one again, 303 to the callback |
///
/// Both answer a page with 400, 404, 409 or 410 where there is nothing to do. A form that comes twice gets its answer twice.
enum ConnectPageController {
    static let routes: [Route<AnchorStore>] = [
        Route(.openIdentityCreatePage, admit: AnchorAccess.open, handle: open),
        Route(.submitIdentityCreatePage, admit: AnchorAccess.open, handle: submit),
    ]

    private static func open(_ call: AnchorCall) -> Reply {
        guard let token = token(of: call) else { return ConnectRefusalPage.missingToken.reply }
        do throws(IdentityTokenRefusal) {
            let visit = ConnectVisit(token: token, invitation: try call.store.open(token: token, at: call.now), call)
            return visit.reply(showing: ConnectFlow(linkedName: linkedName(of: call)))
        } catch {
            return ConnectRefusalPage(error, token: token, call: call).reply
        }
    }

    private static func submit(_ call: AnchorCall) -> Reply {
        guard let token = token(of: call) else { return ConnectRefusalPage.missingToken.reply }
        do throws(IdentityTokenRefusal) {
            let visit = ConnectVisit(token: token, invitation: try call.store.peek(token: token, at: call.now), call)
            guard let form = ConnectForm(call.form) else { return ConnectRefusalPage.unreadableForm.reply }
            var flow = ConnectFlow(form, to: visit.invitation.application, linkedName: linkedName(of: call))
            switch flow.take(form, held: call.store.heldSignIn(for: token)) {
            case .step: return visit.reply(showing: flow)
            case .again(let complaint): return visit.reply(showing: flow, form: form, complaint: complaint)
            case .hold(let signIn):
                try call.store.hold(signIn, for: token, at: call.now)
                return visit.reply(showing: flow)
            case .finish(let outcome):
                let completion = try call.store.complete(
                    token: token, outcome: outcome, onPage: form.page, at: call.now)
                return visit.reply(ending: completion, outcome: outcome)
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
        guard policies.repeatedForm == .answered else { return ConnectRefusalPage(repeating: end).reply }
        var completion = end.completion
        completion.reason = .formRepeated(at: end.visit.at)
        let visit = ConnectVisit(token: token, invitation: end.invitation, call)
        return visit.reply(ending: completion, outcome: end.visit.outcome)
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
