import Browsers
import HashTreeCollections
import Kernel
import KernelHTTP

/// The cookies and storage of a session: what the scenario says, of the session or of all sessions at its app, or else canned ones
/// for the app's own site. A remote browser that is handed out for the session has the same (ours; anon.md 3.5, 3.6).
struct SessionStorage: Sendable {
    /// A cookie as browser automation takes it.
    struct Cookie: JSONWritable {
        let cookie: BrowserSetup.Cookie
        /// nil for as long as the browser runs.
        var expiresAt: Moment?

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("name", cookie.name)
                json.member("value", cookie.value)
                json.member("domain", cookie.domain)
                json.member("path", cookie.path)
                json.member("expires", expiresAt?.seconds ?? -1)
                json.member("httpOnly", cookie.isHTTPOnly)
                json.member("secure", cookie.isSecure)
                json.member("sameSite", cookie.sameSite)
            }
        }
    }

    /// An item of a site's local storage.
    struct Item: JSONWritable {
        let origin: String
        let item: BrowserSetup.StoredOrigin.Item

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("origin", origin)
                json.member("name", item.name)
                json.member("value", item.value)
            }
        }
    }

    private static let cookieLifetime = TimeSpan.minutes(30 * 24 * 60)

    let cookies: [Cookie]
    /// What a browser is given.
    let state: StorageState

    /// - Parameter integration: the session's app; nil if nobody described it.
    init(of listed: ListedSession, at integration: AppIntegration?) {
        let session = listed.session
        if let state = session.browser ?? integration?.signedIn {
            self.state = state.filled(
                from: PlaceValues([
                    "appUser.id": session.user.externalID, "appUser.email": listed.user.email, "session.id": session.id,
                ]))
            cookies = self.state.cookies.map { Cookie(cookie: $0) }
            return
        }
        let site = SiteAddress(of: session.app, integration)
        let isSecure = site.origin.hasPrefix("https:")
        cookies = [
            Cookie(
                cookie: BrowserSetup.Cookie(
                    name: "session", value: "drydock-\(session.id)", domain: site.cookieDomain, isSecure: isSecure,
                    isHTTPOnly: true),
                expiresAt: session.collectedAt + Self.cookieLifetime),
            Cookie(
                cookie: BrowserSetup.Cookie(
                    name: "signed-in", value: "1", domain: site.cookieDomain, isSecure: isSecure)),
        ]
        state = StorageState(
            cookies: cookies.map(\.cookie),
            origins: [
                .init(origin: site.origin, localStorage: [.init(name: "user", value: session.user.externalID)])
            ])
    }

    /// The places that a scenario's values may have.
    static let placeNames = ["appUser.id", "appUser.email", "session.id"]

    var items: [Item] {
        state.origins.flatMap { origin in origin.localStorage.map { Item(origin: origin.origin, item: $0) } }
    }
}

/// Where an app lives, as cookies and storage name it.
struct SiteAddress: Sendable, Equatable {
    /// For example `https://www.amazon.com`.
    let origin: String
    /// For example `.amazon.com`.
    let cookieDomain: String

    /// The site of `app`: that of its sign-in page, or a made-up one if that cannot be read.
    init(of app: String, _ integration: AppIntegration?) {
        let site =
            integration.flatMap { Self.site(of: $0.authURL) }
            ?? Origin(scheme: "https", authority: "\(PercentCoding.encode(app.lowercased())).example")
        origin = site.url
        cookieDomain = Self.cookieDomain(of: site.host)
    }

    private static func site(of url: String) -> Origin? {
        guard let colon = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<colon.lowerBound].lowercased()
        let authority = url[colon.upperBound...].prefix { !"/?#".contains($0) }
        guard ["http", "https"].contains(scheme), !authority.isEmpty else { return nil }
        return Origin(scheme: scheme, authority: String(authority))
    }

    /// A host's own name without `www`, with its subdomains; an address or a name of one label stays as it is.
    private static func cookieDomain(of host: String) -> String {
        let labels = host.split(separator: ".")
        guard labels.count > 1, let last = labels.last, last.contains(where: \.isLetter) else { return host }
        let named = labels.first == "www" && labels.count > 2 ? labels.dropFirst() : labels[...]
        return "." + named.joined(separator: ".")
    }
}

// MARK: - Remote browsers

extension AnonState {
    /// What a remote browser starts with: the user signed in at its apps, as far as the sessions there are active when it starts.
    func browserSetup(for browser: RemoteBrowser) -> BrowserSetup {
        var setup = BrowserSetup()
        guard let user = appUsers[browser.user] else { return setup }
        for app in browser.apps {
            guard let session = try? session(of: browser.user, at: app), session.condition == .active else { continue }
            let listed = ListedSession(session: session, user: user)
            let state = SessionStorage(of: listed, at: appIntegration(app)).state
            // A site whose name no browser takes cannot be visited either, and one bad cookie would spoil the others.
            guard state.origins.allSatisfy({ SiteOrigin($0.origin) != nil }) else { continue }
            setup.signIn(state)
        }
        return setup
    }
}
