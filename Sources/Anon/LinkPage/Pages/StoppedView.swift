import HostedPages

/// The step after a visit that linked nothing: the user cancelled and stays here, or the sign-in failed.
struct StoppedView: Sendable {
    let title: String
    let heading: String
    let what: String
    let site: SiteView
    let wayBack: String?
    let destination: String?
    let opener: String?
    let told: ToldView?

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
        told = ToldView(visit, "anon-link-exit")
    }
}
