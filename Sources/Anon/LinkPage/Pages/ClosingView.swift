import HostedPages
import Kernel
import KernelHTTP

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
        query += "&\(LinkForm.Name.step)=\(LinkStep.closing.rawValue)&\(LinkForm.Name.since)=\(since.milliseconds)"
        if let opener = visit.opener { query += "&\(LinkForm.Name.opener)=\(PercentCoding.encode(opener))" }
        again = "?\(query)"
    }
}
