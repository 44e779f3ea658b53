/// Every failure that the vendors document, and every question of their FAQs.
enum FAQCatalogue {
    /// Anon's in the order of its troubleshooting pages, then Anchor's.
    static let entries: [FAQEntry] = [
        userPools, keySets, crossOrigin, linkClients, linkTokens, identityProviders, project, appUsers, tunnel,
        sessions,
        linkURLs, questions, anchorAccess, anchorIdentities, anchorSessions,
    ].flatMap { $0 }

    /// The entry of this id.
    static func entry(_ id: String) -> FAQEntry? { byID[id] }

    /// The ids, in the order of the entries.
    static var ids: [String] { entries.map(\.id) }

    /// The entries in which a reason occurs.
    static func entries(naming reason: String) -> [FAQEntry] { entries.filter { $0.reasons.contains(reason) } }

    private static let byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}
