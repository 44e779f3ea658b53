import Kernel

/// The cookies and storage of a session: canned, but for the app's own site and from the time when they were collected.
struct SessionStorage: Sendable {
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
