import HTTPTypes
import Kernel
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
        clientID = values.id("clientId")
        token = values.filled("appUserIdToken")
        environment = values.filled("environment")
        company = values.filled("company")
        companyLogo = values.address("companyLogo")
        chromeExtensionID = values.filled("chromeExtensionId")
        redirectURL = values.filled("redirectUrl")
        state = values["state"]
        site = CustomSite(values)
        linkID = values.id("linkId")
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

/// What a link says of a site that is not built in, or that the customer shows under another name (anon.md 4.1).
struct CustomSite: Sendable, Equatable {
    let authURL: String?
    /// Without it, `authURL` (anon.md 4.1).
    let checkURL: String?
    let displayName: String?
    let iconURL: String?

    init(_ values: NamedValues) {
        authURL = values.address("authUrl")
        checkURL = values.address("checkUrl")
        displayName = values.filled("displayName")
        iconURL = values.address("iconUrl")
    }

    /// The site as the world knows it from now on; nil if the link does not say where to sign in.
    func integration(id: String) -> AppIntegration? {
        guard let authURL else { return nil }
        return AppIntegration(
            id: id, displayName: displayName ?? id,
            iconURL: iconURL ?? "\(WebAddress(authURL)?.origin ?? "")/favicon.ico",
            authURL: authURL, checkURL: checkURL ?? authURL)
    }
}

extension NamedValues {
    /// The address of this name as a browser carries it on; as it is, where it is none.
    fileprivate func address(_ name: String) -> String? { filled(name).map { WebAddress($0)?.text ?? $0 } }
}

/// What Link takes where a request says nothing (anon.md 4.1).
enum LinkDefaults {
    /// The vendor's own Chrome extension.
    static let chromeExtensionID = "lbgbplnejdpahnfmnphghjlbedpjjbgd"
    /// What comes back as `state`.
    static let state = "{}"
}

/// The Link page has a host of its own beside that of each environment's API (anon.md 1); on a bare host both share one.
extension Origin {
    /// Where the Link page is for whoever reached the API here.
    var linkPage: Origin {
        let labels = host.split(separator: ".")
        guard labels.first == "svc", labels.dropLast().last == "anon" else { return self }
        return Origin(scheme: scheme, authority: "link.\(authority)")
    }

    /// Where the API is for whoever reached the Link page here.
    var linkAPI: Origin {
        guard host.hasPrefix("link.svc.") else { return self }
        return Origin(scheme: scheme, authority: String(authority.dropFirst("link.".count)))
    }
}

// MARK: - Refusals

/// Why a link cannot be made or opened.
enum LinkRefusal: Error, Sendable, Equatable {
    case missing(String)
    case badRedirect(String)
    case badAddress(String, String)
    case unknownApp(String)

    var reason: Reason {
        switch self {
        case .missing(let name):
            Reason(AnonReason.linkMissingParameter, "The query parameter \(name) is missing or empty.")
        case .badRedirect(let url):
            Reason(
                AnonReason.linkBadRedirect,
                "redirectUrl \"\(url)\" is no address to go back to: send the whole URL, for example "
                    + "http://localhost:3000/done, or one of an app's own scheme such as myapp://done.")
        case .badAddress(let name, let url):
            Reason(AnonReason.linkBadAddress, "\(name) \"\(url)\" is no http or https URL.")
        case .unknownApp(let app):
            Reason(
                AnonReason.appUnknown,
                "No app has the id \"\(app)\". GET /account/api/v1/appIntegration lists the built-in ones; any other needs "
                    + "authUrl in the link.")
        }
    }

    /// The status of the page.
    var status: HTTPResponse.Status {
        if case .unknownApp = self { .notFound } else { .badRequest }
    }

    /// The refusal to a program (ours; known is only that it is a JSON object).
    var problem: AnonProblem {
        switch self {
        case .missing(let name): .invalid("\(name) is required", because: reason)
        case .badRedirect: .invalid("redirectUrl is not a valid URL", because: reason)
        case .badAddress(let name, _): .invalid("\(name) is not a valid URL", because: reason)
        case .unknownApp: .invalid("Unknown app", because: reason)
        }
    }
}
