import KernelHTTP

/// What the address of a Link page says, in the vendor's words (anon.md 4.2; `linkId` is ours).
struct LinkParameters: Sendable, Equatable {
    let app: String?
    var clientID: String?
    var token: String?
    var environment: String?
    var company: String?
    var companyLogo: String?
    var chromeExtensionID: String?
    let redirectURL: String?
    var state: String?
    let site: CustomSite
    /// Leads a browser, which can send no header, back to the world that issued the link.
    var linkID: String?

    init(_ values: NamedValues) {
        app = values.filled("app")
        clientID = values.filled("clientId")
        token = values.filled("appUserIdToken")
        environment = values.filled("environment")
        company = values.filled("company")
        companyLogo = values.filled("companyLogo")
        chromeExtensionID = values.filled("chromeExtensionId")
        redirectURL = values.filled("redirectUrl")
        state = values["state"]
        site = CustomSite(values)
        linkID = values.filled("linkId")
    }

    /// As the query of an address.
    var query: String {
        let pairs: [(String, String?)] = [
            ("app", app), ("clientId", clientID), ("appUserIdToken", token), ("environment", environment),
            ("company", company), ("companyLogo", companyLogo), ("chromeExtensionId", chromeExtensionID),
            ("redirectUrl", redirectURL), ("state", state), ("authUrl", site.authURL), ("checkUrl", site.checkURL),
            ("displayName", site.displayName), ("iconUrl", site.iconURL), ("linkId", linkID),
        ]
        return pairs.compactMap { name, value in value.map { "\(name)=\(PercentCoding.encode($0))" } }
            .joined(separator: "&")
    }
}
