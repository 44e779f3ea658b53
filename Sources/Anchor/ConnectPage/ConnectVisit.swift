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

    init(token: String, invitation: ConnectInvitation, _ call: AnchorCall) {
        self.token = token
        self.invitation = invitation
        page = call.exchange.number
        now = call.now
    }

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
    enum Name: String, CaseIterable, Sendable { case welcome, ask, success, stopped, refusal }

    private static let library = PageLibrary(
        vendor: "Anchor Browser",
        templates: [
            ("hidden", PackageResources.hidden_mustache), (Name.welcome.rawValue, PackageResources.welcome_mustache),
            (Name.ask.rawValue, PackageResources.ask_mustache),
            (Name.success.rawValue, PackageResources.success_mustache),
            (Name.stopped.rawValue, PackageResources.stopped_mustache),
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
