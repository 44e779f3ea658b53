import KernelHTTP

/// A link whose parameters are in order: the app is known, and every address is one that a page may lead to.
struct Link: Sendable {
    let parameters: LinkParameters
    let app: String
    let integration: AppIntegration
    /// Where the browser goes afterwards; nil for the Web SDK's pop-up, which stays (anon.md 4.4).
    let redirect: LinkRedirect?

    /// - Parameter state: knows the apps.
    init(_ parameters: LinkParameters, in state: borrowing AnonState) throws(LinkRefusal) {
        guard let app = parameters.app else { throw .missing("app") }
        redirect = try parameters.redirectURL.map { (url) throws(LinkRefusal) in
            guard let redirect = LinkRedirect(url) else { throw .badRedirect(url) }
            return redirect
        }
        let site = parameters.site
        let addresses = [
            ("companyLogo", parameters.companyLogo), ("authUrl", site.authURL), ("checkUrl", site.checkURL),
            ("iconUrl", site.iconURL),
        ]
        for case (let name, let address?) in addresses where WebAddress(address) == nil {
            throw .badAddress(name, address)
        }
        guard let integration = site.integration(id: app) ?? state.appIntegration(app) else { throw .unknownApp(app) }
        self.parameters = parameters
        self.app = app
        self.integration = integration
    }

    /// What people call the app.
    var siteName: String { parameters.site.displayName ?? integration.displayName }

    /// Where the browser is sent after `ending`.
    func wayBack(_ ending: LinkEnding) -> String? { redirect?.url(ending, state: parameters.state) }
}
