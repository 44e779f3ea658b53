import HostedPages
import Kernel
import KernelHTTP

/// The first step: which site, which flows, where it leads.
struct WelcomeView: Sendable {
    /// An auth flow to choose.
    struct Option: Sendable {
        let position: Int
        let id: String
        let name: String
        let about: String?
        let isRecommended: Bool
        let isFirst: Bool
    }

    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 0)
    let complaint: String?
    let site: SiteView
    let destination: String
    let expiresAt: String
    let expiresAtInWords: String
    let token: String
    let page: Int
    let step = ConnectFlow.Step.welcome.rawValue
    let failures: Int
    let options: [Option]
    let hasChoice: Bool
    let users = TestUserView.onConnectPage

    init(_ flow: ConnectFlow, visit: ConnectVisit, complaint: FormComplaint?) {
        let invitation = visit.invitation
        let application = invitation.application
        heading = "Connect \(application.name)"
        title = complaint == nil ? heading : "Error: \(heading)"
        self.complaint = complaint?.text
        site = SiteView(name: application.name, address: application.site)
        destination = WebAddress(invitation.callback)?.origin ?? invitation.callback
        expiresAt = invitation.expiresAt.description
        expiresAtInWords = invitation.expiresAt.httpDate
        token = visit.token
        page = visit.page
        failures = flow.failures
        options = application.offeredFlows.enumerated().map { position, flow in
            Option(
                position: position, id: flow.id, name: flow.name,
                about: flow.description ?? (flow.isGuided ? "Guided: user name first, then the password." : nil),
                isRecommended: flow.isRecommended, isFirst: position == 0)
        }
        hasChoice = options.count > 1
    }
}

/// A step that asks for something: user name, password, code, or all fields of a flow.
struct AskView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 1)
    let complaint: String?
    let site: SiteView
    let lead: String?
    let token: String
    let page: Int
    let step: String
    let failures: Int
    let flowID: String
    /// The name that was typed in an earlier step.
    let signedInAs: String?
    let fields: [FieldView]
    let submit: String
    let canGoBack: Bool
    let users = TestUserView.onConnectPage

    /// - Parameter typed: what the fields hold already.
    init(
        _ flow: ConnectFlow, visit: ConnectVisit, complaint: FormComplaint?, typed: (SignInField) -> String
    ) {
        let application = visit.invitation.application
        (heading, lead, submit) = Self.words(for: flow, at: application.name)
        let named = flow.step == .password || flow.step == .code ? "\(heading) – \(application.name)" : heading
        title = complaint == nil ? named : "Error: \(named)"
        self.complaint = complaint?.text
        site = SiteView(name: application.name, address: application.site)
        token = visit.token
        page = visit.page
        step = flow.step.rawValue
        failures = flow.failures
        flowID = flow.authFlow?.id ?? ""
        let asked = flow.fields
        signedInAs = asked.contains(.userName) ? nil : flow.userName
        fields = FieldView.all(asked, complaint: complaint, typed: typed)
        canGoBack = flow.step == .password
    }

    private static func words(
        for flow: ConnectFlow, at site: String
    ) -> (heading: String, lead: String?, submit: String) {
        switch flow.step {
        case .welcome, .userName: ("Sign in to \(site)", nil, "Next")
        case .password: ("Enter your password", nil, "Sign in")
        case .details: ("Sign in to \(site)", flow.authFlow?.description, "Sign in")
        case .code:
            ("Confirm that it is you", "\(site) asks for a one-time code. Here it is \(MagicUser.code).", "Continue")
        }
    }
}

/// The last step: there is an identity, and two links lead back to the application.
struct SuccessView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 3)
    let siteName: String
    let identityName: String
    let identityID: String
    let status: String
    let isPending: Bool
    let note: String?
    /// The way back; nil if there is none (policy `onSuccess`).
    let callback: String?
    /// The way back where the page itself goes it, too, before the user does (policy `callbackDelivery`).
    let callbackAhead: String?
    let destination: String
    /// The only origin that an opener may have to be told of the identity (anchor.md 5 and 9, row 18).
    let targetOrigin: String

    /// Nil for a visit that made no identity.
    init?(_ completion: Completion, invitation: ConnectInvitation, at now: Moment) {
        guard let identity = completion.identity else { return nil }
        let site = invitation.application.name
        heading = "Success: \(site) is connected"
        title = heading
        siteName = site
        identityName = identity.name
        identityID = identity.id
        status = identity.status(at: now).rawValue
        isPending = identity.status(at: now) == .pending
        note = completion.reason?.detail
        callback = completion.callback
        callbackAhead = completion.delivery == .once ? nil : completion.callback
        targetOrigin = WebAddress(invitation.callback)?.origin ?? ""
        destination = targetOrigin
    }
}

/// The step after a visit that made no identity: the user cancelled and stays here, or the sign-in failed.
struct StoppedView: Sendable {
    let title: String
    let heading: String
    let what: String
    let site: SiteView
    let note: String?
    /// Where to go on to; nil if the user stays (policy `onCancel`).
    let callback: String?
    let destination: String
    let expiresAt: String
    let expiresAtInWords: String
    let token: String

    init(_ completion: Completion, outcome: ConnectOutcome, token: String, invitation: ConnectInvitation) {
        if case .failed(let reason) = outcome {
            heading = "Sign-in failed"
            what = reason
        } else {
            heading = "Cancelled"
            what = "You cancelled the sign-in."
        }
        title = "\(heading) – \(invitation.application.name)"
        site = SiteView(name: invitation.application.name, address: invitation.application.site)
        note = completion.reason?.code.hasPrefix("callback.") == true ? completion.reason?.detail : nil
        callback = completion.callback
        destination = WebAddress(invitation.callback)?.origin ?? ""
        expiresAt = invitation.expiresAt.description
        expiresAtInWords = invitation.expiresAt.httpDate
        self.token = token
    }
}

extension TestUserView {
    /// The magic users, and what the page does for each.
    fileprivate static let onConnectPage = all {
        $0.effect(pending: "is signed in; the identity stays pending while its check runs.")
    }
}
