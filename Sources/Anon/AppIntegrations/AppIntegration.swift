/// A site that users can link (anon.md 3.3).
struct AppIntegration: Codable, Sendable, Equatable {
    let id: String
    let displayName: String
    let iconURL: String
    /// Where a user signs in.
    let authURL: String
    /// Where a saved session is tried.
    let checkURL: String
}
