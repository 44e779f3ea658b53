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
    let step = LinkStep.dialogue.rawValue
    let failures: Int
    let opener: String?
    /// What the script asks.
    let check: String
    let token: String
    let clientID: String
    /// Whether the script writes the app's name into the page; not over the one that the link brings.
    let fills: Bool
    let reason: Reason?
    /// Where to go where the credentials are refused.
    let wayBack: String?
    let users = TestUserView.all(\.effect)

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
