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
    let step = ConnectStep.welcome.rawValue
    let failures: Int
    let options: [Option]
    let hasChoice: Bool
    let users = TestUserView.all(\.effect)

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
