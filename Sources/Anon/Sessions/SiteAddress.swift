import KernelHTTP

/// Where an app lives, as cookies and storage name it.
struct SiteAddress: Sendable, Equatable {
    /// For example `https://www.amazon.com`.
    let origin: String
    /// For example `.amazon.com`.
    let cookieDomain: String

    /// The site of `app`: that of its sign-in page, or a made-up one where there is none that can be read.
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
