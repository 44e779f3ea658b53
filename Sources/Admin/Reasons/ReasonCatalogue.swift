/// Every code that a reason can have, explained.
enum ReasonCatalogue {
    /// By code, in alphabetical order.
    static let entries: [ReasonEntry] = [
        requests, control, snapshots, keysAndTokens, objects, page, sessions, anonAccess, anonTokens, anonKeySets,
        anonLinking,
    ].flatMap { $0 }.sorted { $0.code < $1.code }

    /// The explanation of `code`.
    static func entry(_ code: String) -> ReasonEntry? { byCode[code] }

    /// The codes in alphabetical order.
    static var codes: [String] { entries.map(\.code) }

    private static let byCode = Dictionary(entries.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}
