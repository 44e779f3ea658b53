import KernelHTTP

/// What a link says of a site that is not built in, or that the customer shows under another name (anon.md 4.1).
struct CustomSite: Sendable, Equatable {
    let authURL: String?
    /// Without it, `authURL` (anon.md 4.1).
    let checkURL: String?
    let displayName: String?
    let iconURL: String?

    init(_ values: NamedValues) {
        authURL = values.filled("authUrl")
        checkURL = values.filled("checkUrl")
        displayName = values.filled("displayName")
        iconURL = values.filled("iconUrl")
    }

    /// The site as the world knows it from now on; nil where the link does not say where to sign in.
    func integration(id: String) -> AppIntegration? {
        guard let authURL else { return nil }
        return AppIntegration(
            id: id, displayName: displayName ?? id,
            iconURL: iconURL ?? "\(WebAddress(authURL)?.origin ?? "")/favicon.ico",
            authURL: authURL, checkURL: checkURL ?? authURL)
    }
}
