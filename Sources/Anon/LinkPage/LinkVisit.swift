import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP

/// A visit with a link that is in order, and what the page answers in it.
struct LinkVisit: Sendable {
    let link: Link
    /// Whom the link's credentials name, found out anew at every step; or why they name nobody.
    let access: Result<AppUserIdentity, AppUserRefusal>
    /// The origin of the page that opened this one, if another one did.
    let opener: String?
    /// Where the API is for this page.
    let api: Origin
    /// The page's address, with what the link has in it.
    let address: StepAddress

    /// Why the credentials name nobody.
    var refusal: AppUserRefusal? {
        if case .failure(let refusal) = access { refusal } else { nil }
    }

    var site: SiteView {
        let site = link.parameters.site
        // The icons of built-in apps are on the real sites, which a fake does not call.
        return SiteView(
            name: link.siteName, address: WebAddress(link.integration.authURL)?.host ?? link.app, icon: site.iconURL)
    }

    /// Steps of which only the address says where they are: no form leads on from them by itself.
    enum LastStep: String, Sendable {
        /// The user is linked.
        case done
        /// The user gave up, or was not let in.
        case stopped
    }

    /// The name of the parameter that says that a session's status takes its time.
    static let pending = "pending"

    // MARK: Answers to forms

    /// Sends the browser to the step that its form led to.
    func reply(movingTo flow: LinkFlow, complaint: FormComplaint? = nil) -> Reply {
        var address = address
        address.add(StepAddress.Name.step, flow.step.rawValue)
        if !flow.userName.isEmpty { address.add(StepAddress.Name.typedName, flow.userName) }
        address.add(failures: flow.failures)
        if let complaint { address.add(complaint) }
        guard let location = address.location else { return reply(showing: flow, complaint: complaint) }
        return LinkPages.library.seeOther(location, reason: complaint?.reason)
    }

    /// Sends the browser to the sign-in window of an app with a saved session, or to what comes after it.
    func reply(movingToWindowAt now: Moment, identity: AppUserIdentity, _ turn: AnonTurn) -> Reply {
        var address = address
        address.add(StepAddress.Name.step, LinkFlow.Step.closing.rawValue)
        address.add(LinkForm.Name.since, String(now.milliseconds))
        guard let location = address.location else {
            return reply(closingSince: now, identity: identity, turn)
        }
        return LinkPages.library.seeOther(location, reason: nil)
    }

    /// Sends the browser on from the form that ended the visit: to the last step, or at once to the customer for a user who
    /// cancelled.
    func reply(leavingAs identity: AppUserIdentity?, _ outcome: LinkOutcome) -> Reply {
        var address = address
        switch outcome {
        case .success(let isPending):
            address.add(StepAddress.Name.step, LastStep.done.rawValue)
            if isPending { address.add(Self.pending, "1") }
        case .cancelled:
            if let wayBack = link.wayBack(.cancelled) {
                return LinkPages.library.seeOther(wayBack, reason: outcome.reason)
            }
            address.add(StepAddress.Name.step, LastStep.stopped.rawValue)
        case .failed(let detail):
            address.add(StepAddress.Name.step, LastStep.stopped.rawValue)
            address.add(StepAddress.Name.failure, SignInFailure(text: detail)?.rawValue)
        }
        if let location = address.location { return LinkPages.library.seeOther(location, reason: outcome.reason) }
        guard case .success(let isPending) = outcome, let identity else { return reply(stopped: outcome) }
        return reply(linked: identity, isPending: isPending)
    }

    // MARK: Pages

    /// A step of the page; with a complaint it is shown again.
    func reply(showing flow: LinkFlow, complaint: FormComplaint? = nil) -> Reply {
        switch flow.step {
        case .dialogue, .closing:
            page(.ok, .dialogue, DialogueView(self, failures: flow.failures), reason: refusal?.reason)
        case .extensionCheck: page(.ok, .confirm, ConfirmView(self, failures: flow.failures))
        case .signIn, .code:
            page(
                complaint == nil ? .ok : .unprocessableContent, .ask, AskView(self, flow, complaint: complaint),
                reason: complaint?.reason)
        }
    }

    /// The sign-in window of an app with a saved session, as long as it is open; then the green check.
    func reply(closingSince since: Moment, identity: AppUserIdentity, _ turn: AnonTurn) -> Reply {
        let closesAt = since + turn.policies.closesAfter
        guard turn.now >= closesAt else {
            return page(.ok, .closing, ClosingView(self, since: since, closesAt: closesAt))
        }
        return page(.ok, .done, DoneView(self, identity, isRenewal: true, isPending: false))
    }

    /// The green check.
    func reply(linked identity: AppUserIdentity, isPending: Bool) -> Reply {
        page(.ok, .done, DoneView(self, identity, isRenewal: false, isPending: isPending))
    }

    /// The end of a visit that linked nothing, for a user who stays on the page.
    func reply(stopped outcome: LinkOutcome) -> Reply {
        page(.ok, .stopped, StoppedView(self, outcome), reason: outcome.reason)
    }

    private func page(
        _ status: HTTPResponse.Status, _ name: LinkPages.Name, _ view: some Sendable, reason: Reason? = nil
    ) -> Reply {
        var permissions = PagePermissions()
        if let redirect = link.redirect, redirect.isApp { permissions.formSchemes = [redirect.scheme] }
        if name == .dialogue { permissions.origins = [api.url] }
        permissions.loadsImages = link.parameters.companyLogo != nil || link.parameters.site.iconURL != nil
        return LinkPages.library.reply(status, name.rawValue, view, permissions: permissions, reason: reason)
    }
}

extension LinkVisit {
    /// The visit that a request belongs to. The form posts to the address that the page was opened at, so the link is in the
    /// query at every step.
    init(_ call: AnonCall) async throws(LinkRefusal) {
        let exchange = call.exchange
        let parameters = LinkParameters(exchange.query)
        let link = try call.store.read { (state) throws(LinkRefusal) in try Link(parameters, in: state) }
        guard let token = parameters.token else { throw .missing("appUserIdToken") }
        guard let clientID = parameters.clientID else { throw .missing("clientId") }
        let access: Result<AppUserIdentity, AppUserRefusal>
        do throws(AppUserRefusal) {
            access = .success(
                try await AppUserAccess.identity(token: token, clientID: clientID, call))
        } catch {
            access = .failure(error)
        }
        let opener = Self.opener(call)
        var address = StepAddress(path: exchange.path, query: parameters.query)
        address.add(LinkForm.Name.opener, opener)
        self.init(link: link, access: access, opener: opener, api: exchange.origin.linkAPI, address: address)
    }

    /// A browser says who opened a page only at first: later on, the page itself carries it.
    private static func opener(_ call: AnonCall) -> String? {
        let exchange = call.exchange
        let carried =
            exchange.head.method == .post ? call.form[LinkForm.Name.opener] : call.query(LinkForm.Name.opener)
        guard let address = (carried ?? exchange.head.headerFields[.referer]).flatMap({ WebAddress($0) }),
            address.origin != exchange.origin.url
        else { return nil }
        return address.origin
    }
}

// MARK: - Templates

/// The Link page's templates.
enum LinkPages {
    /// The templates that are pages by themselves; `refusal` is in the frame that all hosted pages share.
    enum Name: String, CaseIterable, Sendable { case dialogue, confirm, ask, closing, done, stopped, refusal }

    static let library = PageLibrary(
        vendor: "Anon",
        templates: [
            ("hidden", PackageResources.hidden_mustache), (Name.dialogue.rawValue, PackageResources.dialogue_mustache),
            (Name.confirm.rawValue, PackageResources.confirm_mustache),
            (Name.ask.rawValue, PackageResources.ask_mustache),
            (Name.closing.rawValue, PackageResources.closing_mustache),
            (Name.done.rawValue, PackageResources.done_mustache),
            (Name.stopped.rawValue, PackageResources.stopped_mustache),
            ("opener-message", PackageResources.opener_message_mustache),
        ],
        scripts: [("check", PackageResources.check_js), ("tell", PackageResources.tell_js)])
}
