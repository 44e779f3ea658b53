import Kernel
import KernelHTTP

/// Which session a call is about: `?ownerId=<app user id>&domain=<app>` (anon.md 3.1).
struct SessionQuery: Sendable {
    let ownerID: String
    let domain: String

    init(_ call: AnonCall) throws(AnonProblem) {
        ownerID = try call.requiredQuery("ownerId")
        domain = try call.requiredQuery("domain")
    }
}

/// `GET /account/api/v1/session/status` (anon.md 3.1)
enum GetSessionStatus {
    struct Reply: JSONWritable {
        let status: Session.Condition

        func write(to json: inout JSONWriter) {
            json.object { $0.member("status", status.rawValue) }
        }
    }
}

/// `GET /account/api/v1/session` (anon.md 3.6; the vendor's body was never published, this one is ours)
enum GetSession {
    struct Reply: JSONWritable {
        private let session: Session
        private let user: AppUser
        private let storage: SessionStorage

        /// - Parameter integration: the session's app; nil if nobody described it.
        init(_ listed: ListedSession, integration: AppIntegration?) {
            session = listed.session
            user = listed.user
            storage = SessionStorage(session, site: SiteAddress(of: session.app, integration))
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("sessionId", session.id)
                json.member("app", session.app)
                json.member("status", session.status.rawValue)
                json.member("appUser", AppUserReply(user))
                json.member("sessionCollectionTimeStamp", session.collectedAt)
                json.member("cookies", storage.cookies)
                json.member("localStorage", storage.items)
            }
        }
    }
}

/// The cookies and storage of a session: canned, but for the app's own site and from the time when they were collected.
private struct SessionStorage: Sendable {
    /// A cookie as browser automation takes it.
    struct Cookie: JSONWritable {
        let name: String
        let value: String
        let domain: String
        /// nil for as long as the browser runs.
        let expiresAt: Moment?
        let isHTTPOnly: Bool

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("name", name)
                json.member("value", value)
                json.member("domain", domain)
                json.member("path", "/")
                json.member("expires", expiresAt?.seconds ?? -1)
                json.member("httpOnly", isHTTPOnly)
                json.member("secure", true)
                json.member("sameSite", "Lax")
            }
        }
    }

    /// An item of a site's local storage.
    struct Item: JSONWritable {
        let origin: String
        let name: String
        let value: String

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("origin", origin)
                json.member("name", name)
                json.member("value", value)
            }
        }
    }

    private static let cookieLifetime = TimeSpan.minutes(30 * 24 * 60)

    let cookies: [Cookie]
    let items: [Item]

    init(_ session: Session, site: SiteAddress) {
        cookies = [
            Cookie(
                name: "session", value: "drydock-\(session.id)", domain: site.cookieDomain,
                expiresAt: session.collectedAt + Self.cookieLifetime, isHTTPOnly: true),
            Cookie(name: "signed-in", value: "1", domain: site.cookieDomain, expiresAt: nil, isHTTPOnly: false),
        ]
        items = [Item(origin: site.origin, name: "user", value: session.user.externalID)]
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

/// `DELETE /account/api/v1/session` (anon.md 3.2)
enum DeleteSession {
    struct Reply: JSONWritable {
        let query: SessionQuery

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("message", "Session removed successfully")
                json.member("ownerId", query.ownerID)
                json.member("domain", query.domain)
            }
        }
    }
}

/// `GET /account/api/v1/session/list` (anon.md 3.4)
enum ListSessions {
    /// How many sessions one answer has; the vendor's list has no pages.
    static let limit = 1000

    struct Reply: JSONWritable {
        let sessions: [ListedSession]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("sessions", sessions.map(Item.init)) }
        }
    }

    private struct Item: JSONWritable {
        let listed: ListedSession

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("sessionId", listed.session.id)
                json.member("app", listed.session.app)
                json.member("appUser", AppUserReply(listed.user))
            }
        }
    }
}
