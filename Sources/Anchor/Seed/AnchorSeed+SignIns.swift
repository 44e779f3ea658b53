import Browsers
import Kernel
import KernelHTTP

/// What browsers have of the section's identities.
extension AnchorSeed {
    /// Cookies that a browser would refuse or drop, origins that are none, places that nothing fills.
    func signInComplaints(beside others: [any ScenarioSection]) -> [SectionComplaint] {
        let network = others.lazy.compactMap { $0 as? BrowserNetworkSeed }.first?.described ?? BrowserNetwork()
        let sites = (applications ?? []).map { WebAddress(site: $0.source).map(SiteOrigin.init) }
        let check = StorageStateCheck(
            hosts: sites.compactMap { $0?.host } + network.hosts.map(\.name), places: Identity.placeNames)
        let ofApplications = zip(applications ?? [], sites).enumerated().flatMap { index, entry in
            let (application, site) = entry
            guard let site = site?.reached(through: network) else { return [SectionComplaint]() }
            return check.complaints(
                about: application.signedIn, of: site, at: ["applications", "\(index)", "signedIn"])
        }
        let ofIdentities = (identities ?? []).enumerated().flatMap { index, identity in
            guard let position = position(of: identity.application), let site = sites[position] else {
                return [SectionComplaint]()
            }
            return check.complaints(
                about: identity.browser, of: site.reached(through: network), at: ["identities", "\(index)", "browser"])
        }
        return ofApplications + ofIdentities
    }

    private func position(of reference: ObjectID) -> Int? {
        let applications = applications ?? []
        return applications.firstIndex { $0.id?.text == reference.text }
            ?? applications.firstIndex { $0.displayName == reference.text }
    }
}

extension SiteOrigin {
    /// The origin of a site.
    init(_ site: WebAddress) {
        self.init(scheme: site.scheme, host: site.host, port: site.port)
    }
}
