import Browsers
import Kernel
import KernelHTTP

/// What browsers have of the section's sessions.
extension AnonSeed {
    /// Cookies that a browser would refuse or drop, origins that are none, places that nothing fills, and cookies at an app whose
    /// site nobody knows.
    func signInComplaints(beside others: [any ScenarioSection]) -> [SectionComplaint] {
        let network = others.lazy.compactMap { $0 as? BrowserNetworkSeed }.first?.described ?? BrowserNetwork()
        let custom = Dictionary((apps ?? []).map { ($0.id, $0.integration(through: network)) }) { first, _ in first }
        let known = AppIntegration.builtIn.filter { custom[$0.id] == nil } + custom.values
        let check = StorageStateCheck(
            hosts: known.compactMap { SiteOrigin(of: $0)?.host } + network.hosts.map(\.name),
            places: SessionStorage.placeNames)
        let sites = Dictionary(known.map { ($0.id, SiteOrigin(of: $0)) }) { first, _ in first }
        func complaints(_ state: StorageStateSeed?, at app: String, _ path: [String]) -> [SectionComplaint] {
            guard let state else { return [] }
            guard let site = sites[app] ?? nil else {
                return [SectionComplaint(path: path, problem: "there is no app \"\(app)\" with a site of its own")]
            }
            return check.complaints(about: state, of: site.reached(through: network), at: path)
        }
        let ofApps = (apps ?? []).enumerated().flatMap { index, app in
            complaints(app.signedIn, at: app.id, ["apps", "\(index)", "signedIn"])
        }
        return (appUsers ?? []).enumerated().reduce(into: ofApps) { found, entry in
            for (position, session) in (entry.element.sessions ?? []).enumerated() {
                let path = ["appUsers", "\(entry.offset)", "sessions", "\(position)", "browser"]
                found += complaints(session.browser, at: session.app, path)
            }
        }
    }
}

extension SiteOrigin {
    /// The origin of an app's sign-in page; nil if it is none.
    init?(of integration: AppIntegration) {
        guard let address = WebAddress(integration.authURL) else { return nil }
        self.init(scheme: address.scheme, host: address.host, port: address.port)
    }
}
