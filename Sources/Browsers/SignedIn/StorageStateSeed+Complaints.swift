package import Kernel

/// What a sign-in of a scenario is checked against.
package struct StorageStateCheck: Sendable {
    /// The hosts that cookies may belong to, and those above them.
    private let hosts: Set<String>
    /// The places that values may have.
    private let places: KnownNames
    private let subjects: Set<Substring>

    /// How many cookies one sign-in has, and how many origins. Ours: a browser keeps 180 cookies of a domain, and each origin takes
    /// some 50 ms of its start.
    static let mostCookies = 300
    static let mostOrigins = 20

    /// - Parameters:
    ///   - hosts: those of the sites and those that lead elsewhere.
    ///   - places: the places that values may have: `identity.id`.
    package init(hosts: [String], places: [String]) {
        self.hosts = Set(hosts)
        self.places = KnownNames(places)
        subjects = Set(places.map { $0.prefix { $0 != "." } })
    }

    /// What a browser would refuse or pass over in silence.
    ///
    /// - Parameters:
    ///   - site: whose state it is, as the browser reaches it.
    ///   - path: where it stands.
    package func complaints(
        about state: StorageStateSeed?, of site: SiteOrigin, at path: [String]
    ) -> [SectionComplaint] {
        let cookies = state?.cookies ?? []
        let origins = state?.origins ?? []
        var found: [SectionComplaint] = []
        if cookies.count > Self.mostCookies {
            found.append(
                .init(path: path + ["cookies"], problem: "has more than \(Self.mostCookies), which is the limit"))
        }
        if origins.count > Self.mostOrigins {
            found.append(
                .init(path: path + ["origins"], problem: "has more than \(Self.mostOrigins), which is the limit"))
        }
        for (index, cookie) in cookies.prefix(Self.mostCookies).enumerated() {
            found += complaints(about: cookie, of: site).map { $0.below(path + ["cookies", "\(index)"]) }
        }
        for (index, origin) in origins.prefix(Self.mostOrigins).enumerated() {
            found += complaints(about: origin).map { $0.below(path + ["origins", "\(index)"]) }
        }
        return found
    }

    // MARK: - Cookies

    private func complaints(about cookie: CookieSeed, of site: SiteOrigin) -> [SectionComplaint] {
        var found: [SectionComplaint] = []
        func complain(_ key: String?, _ problem: String) {
            found.append(SectionComplaint(path: key.map { [$0] } ?? [], problem: problem))
        }
        if cookie.name.isEmpty || !Self.isPlain(cookie.name) || cookie.name.contains("=") {
            complain("name", "must be a cookie's name: not empty, without `=`, `;` and control characters")
        }
        if !Self.isPlain(cookie.value) {
            complain("value", "must be a cookie's value: without `;`, control characters and blanks around it")
        }
        if cookie.name.utf8.count + cookie.value.utf8.count > StorageState.longestCookie {
            complain(
                "value", "makes the cookie longer than \(StorageState.longestCookie) bytes, which no browser takes")
        }
        if let place = unknownPlace(in: cookie.value) { complain("value", place) }
        if let path = cookie.path, !path.hasPrefix("/") || !Self.isPlain(path) || path.utf8.count > 1024 {
            complain("path", "must begin with `/`, and have no `;` and at most 1024 bytes")
        }
        if let domain = cookie.domain, let problem = problem(ofDomain: domain) { complain("domain", problem) }
        let isSecure = cookie.isSecure(of: site)
        if cookie.sameSite == CookieSeed.SameSite.none, !isSecure {
            complain("sameSite", "`None` takes `secure: true`: browsers drop the cookie otherwise")
        }
        let name = cookie.name.lowercased()
        if name.hasPrefix("__secure-") || name.hasPrefix("__host-"), !isSecure {
            complain(
                "name", "a cookie whose name begins with `\(cookie.name.prefix { $0 != "-" })-` takes `secure: true`")
        }
        if name.hasPrefix("__host-"), cookie.domain?.hasPrefix(".") == true {
            complain("domain", "a cookie whose name begins with `__Host-` belongs to one host: leave the domain out")
        }
        if name.hasPrefix("__host-"), let path = cookie.path, path != "/" {
            complain("path", "a cookie whose name begins with `__Host-` has the path `/`")
        }
        return found
    }

    /// Without what ends a cookie's value or name.
    private static func isPlain(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0 == ";" }
            && text.first?.isWhitespace != true && text.last?.isWhitespace != true
    }

    private func problem(ofDomain text: String) -> String? {
        guard let domain = CookieSeed.domain(text) else { return "\"\(text)\" is no name of a host" }
        let isShared = domain.hasPrefix(".")
        let host = isShared ? String(domain.dropFirst()) : domain
        if hosts.contains(host) {
            let isAddress = host.hasPrefix("[") || host.last?.isNumber == true
            return isShared && isAddress ? "an address has no subdomains: leave the dot out" : nil
        }
        // What is above a site's host can have its cookies, but for the last label: no browser takes a cookie for all of `com`.
        let isAbove = host.contains(".") && hosts.contains { $0.hasSuffix(".\(host)") }
        if isAbove { return nil }
        let nearest = TextSuggestion.nearest(to: host, among: hosts.sorted())
        return "\"\(text)\" is the domain of no site here, and of no host under `browser.hosts`"
            + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    }

    // MARK: - Local storage

    private func complaints(about origin: OriginSeed) -> [SectionComplaint] {
        var found: [SectionComplaint] = []
        if let text = origin.origin, SiteOrigin(text) == nil {
            found.append(
                SectionComplaint(
                    path: ["origin"], problem: "\"\(text)\" is no origin such as https://shop.example.com"))
        }
        let items = origin.localStorage ?? []
        let size = items.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        if size > StorageState.longestStorage {
            found.append(
                SectionComplaint(
                    path: ["localStorage"],
                    problem: "has more than \(StorageState.longestStorage) bytes, which is the limit"))
        }
        for (index, item) in items.enumerated() {
            guard let problem = unknownPlace(in: item.value) else { continue }
            found.append(SectionComplaint(path: ["localStorage", "\(index)", "value"], problem: problem))
        }
        return found
    }

    // MARK: - Places

    private func unknownPlace(in text: String) -> String? {
        let unknown = TextTemplate(text).places.first { place in
            subjects.contains(place.prefix { $0 != "." }) && !places.contains(place)
        }
        guard let unknown else { return nil }
        return
            "has the place {\(unknown)}, and there are only \(places.names.map { "{\($0)}" }.joined(separator: ", "))"
    }
}

extension SectionComplaint {
    fileprivate func below(_ place: [String]) -> SectionComplaint {
        SectionComplaint(path: place + path, problem: problem)
    }
}
