import HostedPages
import Kernel

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
    let told: ToldView?

    init(_ visit: LinkVisit, _ identity: AppUserIdentity, isRenewal: Bool, isPending: Bool) {
        siteName = visit.link.siteName
        heading = "Success: \(siteName) is connected"
        title = heading
        appUserID = identity.externalID
        self.isRenewal = isRenewal
        self.isPending = isPending
        wayBack = visit.link.wayBack(.success)
        destination = visit.link.redirect?.destination
        told = ToldView(visit, "anon-link-success")
    }
}
