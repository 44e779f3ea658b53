import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP

/// A visit with a good token, and what the page answers in it.
struct ConnectVisit: Sendable {
    let token: String
    let invitation: ConnectInvitation
    /// The number of the page that is shown: the request's.
    let page: Int
    let now: Moment
    /// The page's address, with what the link has in it.
    private let address: StepAddress

    /// Steps of which only the address says where they are: no form leads on from them by itself.
    enum LastStep: String, Sendable {
        /// The visit is over and the token spent; the page whose form ended it is in the address.
        case done
        /// The user cancelled or was not let in, and stays: the token is good as ever.
        case stopped
    }

    /// Names of parameters that only the last steps have.
    enum Name {
        static let page = ConnectForm.Name.page
        /// The form that ended the visit came before.
        static let again = "again"
    }

    init(token: String, invitation: ConnectInvitation, _ call: AnchorCall) {
        self.token = token
        self.invitation = invitation
        page = call.exchange.number
        now = call.now
        address = StepAddress(
            path: call.exchange.path, link: [("token", token), ("userName", call.query("userName"))])
    }

    // MARK: - Answers to forms

    /// Sends the browser to the step that its form led to.
    func reply(movingTo flow: ConnectFlow, form: ConnectForm? = nil, complaint: FormComplaint? = nil) -> Reply {
        var address = address
        address.add(StepAddress.Name.step, flow.step.rawValue)
        address.add(ConnectForm.Name.flow, flow.authFlow?.id)
        address.add(StepAddress.Name.typedName, flow.userName)
        address.add(failures: flow.failures)
        if let complaint {
            address.add(complaint)
            for field in flow.fields where !field.isSecret && field != .userName {
                address.add(field.name, form?.text(field))
            }
        }
        guard let location = address.location else {
            return reply(showing: flow, form: form, complaint: complaint)
        }
        return ConnectPages.seeOther(location, reason: complaint?.reason)
    }

    /// Sends the browser on from the form that ended the visit: to the last step, or at once to the callback for a user who
    /// cancelled.
    ///
    /// - Parameters:
    ///   - page: the number that the end of the visit is kept under.
    ///   - isRepeated: whether the form came before.
    func reply(
        leavingWith completion: Completion, outcome: ConnectOutcome, page: Int, isRepeated: Bool = false
    ) -> Reply {
        if outcome == .cancelled, let callback = completion.callback {
            return ConnectPages.seeOther(callback, reason: completion.reason)
        }
        var address = address
        if completion.identity == nil, completion.callback == nil {
            address.add(StepAddress.Name.step, LastStep.stopped.rawValue)
            if case .failed(let text) = outcome {
                address.add(StepAddress.Name.failure, SignInFailure(text: text)?.rawValue ?? "")
            }
        } else {
            address.add(StepAddress.Name.step, LastStep.done.rawValue)
            address.add(Name.page, String(page))
            if isRepeated { address.add(Name.again, "1") }
        }
        guard let location = address.location else { return reply(ending: completion, outcome: outcome) }
        return ConnectPages.seeOther(location, reason: completion.reason)
    }

    // MARK: - Pages

    /// A step of the page; with a complaint it is shown again, with what was typed except secrets.
    func reply(showing flow: ConnectFlow, form: ConnectForm? = nil, complaint: FormComplaint? = nil) -> Reply {
        let status: HTTPResponse.Status = complaint == nil ? .ok : .unprocessableContent
        guard flow.step != .welcome else {
            let view = WelcomeView(flow, visit: self, complaint: complaint)
            return ConnectPages.reply(status, .welcome, view, reason: complaint?.reason)
        }
        let view = AskView(flow, visit: self, complaint: complaint) { field in
            if let typed = form?.text(field), !typed.isEmpty { return typed }
            return field == .userName ? flow.userName ?? flow.linkedName ?? "" : ""
        }
        return ConnectPages.reply(status, .ask, view, reason: complaint?.reason)
    }

    /// The end of the visit: the success step, the way back, or the step that says why there is no identity.
    func reply(ending completion: Completion, outcome: ConnectOutcome) -> Reply {
        if let view = SuccessView(completion, invitation: invitation, at: now) {
            var permissions = PagePermissions()
            permissions.loadsImages = view.callbackAhead != nil
            return ConnectPages.reply(.ok, .success, view, permissions: permissions, reason: completion.reason)
        }
        if outcome == .cancelled, let callback = completion.callback {
            return ConnectPages.seeOther(callback, reason: completion.reason)
        }
        let view = StoppedView(completion, outcome: outcome, token: token, invitation: invitation)
        return ConnectPages.reply(.ok, .stopped, view, reason: completion.reason)
    }
}

// MARK: - Templates

/// The hosted page's templates.
enum ConnectPages {
    /// The templates that are pages by themselves.
    enum Name: String, CaseIterable, Sendable {
        case welcome, ask, success, stopped, refusal
        /// What a person is asked for an agent (Agents.md).
        case intervention, intervened
    }

    private static let library = PageLibrary(
        vendor: "Anchor Browser",
        templates: [
            ("hidden", PackageResources.hidden_mustache), (Name.welcome.rawValue, PackageResources.welcome_mustache),
            (Name.ask.rawValue, PackageResources.ask_mustache),
            (Name.success.rawValue, PackageResources.success_mustache),
            (Name.stopped.rawValue, PackageResources.stopped_mustache),
            (Name.intervention.rawValue, PackageResources.intervention_mustache),
            (Name.intervened.rawValue, PackageResources.intervened_mustache),
        ],
        scripts: [("popup", PackageResources.popup_js)])

    /// The answer that shows `view`, whose properties are the template's names.
    static func reply(
        _ status: HTTPResponse.Status, _ name: Name, _ view: some Sendable,
        permissions: PagePermissions = PagePermissions(), reason: Reason? = nil
    ) -> Reply {
        library.reply(status, name.rawValue, view, permissions: permissions, reason: reason)
    }

    /// The answer that sends the browser to the callback.
    static func seeOther(_ location: String, reason: Reason?) -> Reply {
        library.seeOther(location, reason: reason)
    }
}
