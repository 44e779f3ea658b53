package import Kernel

/// Cookies and local storage in a scenario, exactly as Playwright's `context.storage_state()` writes them, with defaults for whoever
/// writes them by hand.
package struct StorageStateSeed: Codable, Sendable, ObjectDescribed {
    var cookies: [CookieSeed]?
    var origins: [OriginSeed]?

    private enum CodingKeys: String, CodingKey { case cookies, origins }

    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "cookies": "The cookies that the browser has from the start.",
        "origins": "What sites find in their local storage from the start.",
    ])

    /// The state, with what is not said settled.
    ///
    /// - Parameter site: whose state it is, as the browser reaches it.
    package func state(of site: SiteOrigin) -> StorageState {
        StorageState(
            cookies: (cookies ?? []).map { $0.cookie(of: site) },
            origins: (origins ?? []).map { origin in
                BrowserSetup.StoredOrigin(
                    origin: origin.origin.flatMap { SiteOrigin($0)?.text } ?? site.text,
                    localStorage: (origin.localStorage ?? []).map { .init(name: $0.name, value: $0.value) })
            })
    }
}

/// A cookie that a browser has from the start.
struct CookieSeed: Codable, Sendable, ObjectDescribed {
    /// The words of `SameSite`.
    enum SameSite: String, Codable, CaseIterable, Sendable {
        case strict = "Strict"
        case lax = "Lax"
        case none = "None"
    }

    var name: String
    var value: String
    var domain: String?
    var path: String?
    var expires: Double?
    var httpOnly: Bool?
    var secure: Bool?
    var sameSite: SameSite?
    var partitionKey: String?
    var hasCrossSiteAncestor: Bool?

    private enum CodingKeys: String, CodingKey {
        case name, value, domain, path, expires, httpOnly, secure, sameSite, partitionKey
        case hasCrossSiteAncestor = "_crHasCrossSiteAncestor"
    }

    static let objectDescription = ObjectDescription([
        "name": "Its name.",
        "value": "Its value; may have places such as {identity.id}, which are filled when the browser starts.",
        "domain":
            "The host that gets it, with a leading dot if its subdomains get it too; without it, the site's host.",
        "path": "The paths that get it; without it, all.",
        "expires": "Taken and ignored: it lasts as long as the browser, whose clock is not the world's.",
        "httpOnly": "Whether scripts do not see it; without it, they do.",
        "secure": "Whether it only goes over https; without it, whether the site is https.",
        "sameSite": "Which other sites' requests carry it; without it, Lax. None takes a secure cookie.",
        "partitionKey": "Taken and ignored: Playwright writes it.",
        "_crHasCrossSiteAncestor": "Taken and ignored: Playwright writes it.",
    ])

    func cookie(of site: SiteOrigin) -> BrowserSetup.Cookie {
        BrowserSetup.Cookie(
            name: name, value: value, domain: domain.flatMap(Self.domain) ?? site.host, path: path ?? "/",
            isSecure: isSecure(of: site), isHTTPOnly: httpOnly ?? false, sameSite: (sameSite ?? .lax).rawValue)
    }

    func isSecure(of site: SiteOrigin) -> Bool { secure ?? (site.scheme == "https") }

    /// The domain in lower case and ASCII, its dot kept; nil if it is none.
    static func domain(_ text: String) -> String? {
        let isShared = text.hasPrefix(".")
        guard let host = HostAddress.host(isShared ? text.dropFirst() : text[...]) else { return nil }
        return isShared ? ".\(host)" : host
    }
}

/// What one origin finds in its local storage.
struct OriginSeed: Codable, Sendable, ObjectDescribed {
    /// One name and its value.
    struct Item: Codable, Sendable, ObjectDescribed {
        var name: String
        var value: String

        private enum CodingKeys: String, CodingKey { case name, value }

        static let objectDescription = ObjectDescription([
            "name": "The name.",
            "value": "The value; may have places such as {identity.id}, which are filled when the browser starts.",
        ])
    }

    var origin: String?
    var localStorage: [Item]?

    private enum CodingKeys: String, CodingKey { case origin, localStorage }

    static let objectDescription = ObjectDescription([
        "origin": "For example https://shop.example.com; without it, the site's.",
        "localStorage": "The items.",
    ])
}
