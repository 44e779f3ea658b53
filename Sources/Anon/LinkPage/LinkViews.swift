import HostedPages
import Kernel
import KernelHTTP

/// The first step: which company asks for which app. Its script asks the API with the link's credentials, as the vendor's
/// page does (anon.md 9, row 4); what it would show then is in the page already, hidden.
struct DialogueView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 0)
    let company: String
    let companyLogo: String?
    let site: SiteView
    let destination: String?
    let step = LinkFlow.Step.dialogue.rawValue
    let failures: Int
    let opener: String?
    /// What the script asks.
    let check: String
    let token: String
    let clientID: String
    /// Whether the script writes the app's name into the page; not over the one that the link brings.
    let fills: Bool
    let reason: Reason?
    /// Where to go if the credentials are refused.
    let wayBack: String?
    let users = TestUserView.onLinkPage

    init(_ visit: LinkVisit, failures: Int) {
        let link = visit.link
        heading = "Connect \(link.siteName)"
        title = heading
        company = link.parameters.company ?? "An application"
        companyLogo = link.parameters.companyLogo
        site = visit.site
        destination = link.redirect?.destination
        self.failures = failures
        opener = visit.opener
        let linkID = link.parameters.linkID.map { "&linkId=\(PercentCoding.encode($0))" } ?? ""
        check = "\(visit.api.url)/account/api/v1/appIntegration?id=\(PercentCoding.encode(link.app))\(linkID)"
        token = link.parameters.token ?? ""
        clientID = link.parameters.clientID ?? ""
        fills = link.parameters.site.displayName == nil
        reason = visit.refusal?.reason
        wayBack = link.wayBack(.failed(.authorization))
    }
}

/// The step that asks for the browser extension. No real one is needed.
struct ConfirmView: Sendable {
    let title = "Confirm the extension"
    let progress = ProgressView.stations(current: 0)
    let site: SiteView
    let step = LinkFlow.Step.extensionCheck.rawValue
    let failures: Int
    let opener: String?
    let extensionID: String

    init(_ visit: LinkVisit, failures: Int) {
        site = visit.site
        self.failures = failures
        opener = visit.opener
        extensionID = visit.link.parameters.chromeExtensionID ?? LinkDefaults.chromeExtensionID
    }
}

/// A step that asks for something: user name and password, or the code.
struct AskView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 1)
    let complaint: String?
    let site: SiteView
    let lead: String?
    let step: String
    let failures: Int
    let opener: String?
    /// The name that was typed in an earlier step.
    let signedInAs: String?
    let fields: [FieldView]
    let submit: String
    let users = TestUserView.onLinkPage

    init(_ visit: LinkVisit, _ flow: LinkFlow, complaint: FormComplaint?) {
        let name = visit.link.siteName
        let isCode = flow.step == .code
        heading = isCode ? "Confirm that it is you" : "Sign in to \(name)"
        title = complaint == nil ? heading : "Error: \(heading)"
        lead = isCode ? "\(name) asks for a one-time code. Here it is \(MagicUser.code)." : nil
        submit = isCode ? "Continue" : "Sign in"
        self.complaint = complaint?.text
        site = visit.site
        step = flow.step.rawValue
        failures = flow.failures
        opener = visit.opener
        signedInAs = isCode ? flow.userName : nil
        fields = FieldView.all(flow.fields, complaint: complaint, typed: { $0 == .userName ? flow.userName : "" })
    }
}

/// The sign-in window of an app with a saved session: it opens, tries the session, and closes by itself. It looks again and
/// again whether the world's clock has come to that, which no script is needed for.
struct ClosingView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 1)
    let site: SiteView
    let address: String
    /// Where the page is to be read again, relative to itself.
    let again: String
    let closesAt: String

    init(_ visit: LinkVisit, since: Moment, closesAt: Moment) {
        heading = "Checking your \(visit.link.siteName) session"
        title = heading
        site = visit.site
        address = visit.link.parameters.site.checkURL ?? visit.link.integration.checkURL
        self.closesAt = closesAt.description
        var query = visit.link.parameters.query
        query += "&\(LinkForm.Name.step)=\(LinkFlow.Step.closing.rawValue)&\(LinkForm.Name.since)=\(since.milliseconds)"
        if let opener = visit.opener { query += "&\(LinkForm.Name.opener)=\(PercentCoding.encode(opener))" }
        again = "?\(query)"
    }
}

/// The green check.
struct DoneView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 3)
    let siteName: String
    let appUserID: String
    /// Whether a saved session was tried, rather than the user signed in.
    let isRenewal: Bool
    let isPending: Bool
    let wayBack: String?
    let destination: String?
    let told: OpenerMessage?

    init(_ visit: LinkVisit, _ identity: AppUserIdentity, isRenewal: Bool, isPending: Bool) {
        siteName = visit.link.siteName
        heading = "Success: \(siteName) is connected"
        title = heading
        appUserID = identity.externalID
        self.isRenewal = isRenewal
        self.isPending = isPending
        wayBack = visit.link.wayBack(.success)
        destination = visit.link.redirect?.destination
        told = OpenerMessage(visit, "anon-link-success")
    }
}

/// The step after a visit that linked nothing: the user cancelled and stays here, or the sign-in failed.
struct StoppedView: Sendable {
    let title: String
    let heading: String
    let what: String
    let site: SiteView
    let wayBack: String?
    let destination: String?
    let opener: String?
    let told: OpenerMessage?

    init(_ visit: LinkVisit, _ outcome: LinkOutcome) {
        if case .failed(let detail) = outcome {
            heading = "Sign-in failed"
            what = detail
        } else {
            heading = "Cancelled"
            what = "You cancelled the sign-in."
        }
        title = "\(heading) – \(visit.link.siteName)"
        site = visit.site
        wayBack = visit.link.wayBack(outcome.ending)
        destination = visit.link.redirect?.destination
        opener = visit.opener
        told = OpenerMessage(visit, "anon-link-exit")
    }
}

/// What a page without a way back tells the page that opened it (anon.md 4.4: the vendor's messages are not public, these are
/// ours). The message goes to the opener's own origin only; without one, to nobody.
struct OpenerMessage: Sendable {
    let type: String
    let app: String
    let targetOrigin: String

    init?(_ visit: LinkVisit, _ type: String) {
        guard visit.link.redirect == nil, let opener = visit.opener else { return nil }
        self.type = type
        app = visit.link.app
        targetOrigin = opener
    }
}

extension TestUserView {
    /// The magic users, and what the page does for each.
    static let onLinkPage = all {
        $0.effect(pending: "is signed in; the session’s status stays unknown for three reads.")
    }
}
