/// App user ids that mean something in every scenario, by their ending (product.md 4).
enum MagicAppUser: String, CaseIterable, Sendable {
    /// Never linked, until Link is finished.
    case unlinked = "+unlinked"
    /// The look-up crashes, until Link is finished.
    case crash = "+crash"
    /// Has a revoked session at every app, until Link is finished there.
    case revoked = "+revoked"
    /// Has a session at every app whose status stays unknown.
    case unknown = "+unknown"

    init?(externalID: String) {
        guard let magic = Self.allCases.first(where: { externalID.hasSuffix($0.rawValue) }) else { return nil }
        self = magic
    }
}
