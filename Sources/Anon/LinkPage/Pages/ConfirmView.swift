import HostedPages

/// The step that asks for the browser extension. No real one is needed.
struct ConfirmView: Sendable {
    let title = "Confirm the extension"
    let progress = ProgressView.stations(current: 0)
    let site: SiteView
    let step = LinkStep.extensionCheck.rawValue
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
