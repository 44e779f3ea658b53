import Kernel

/// A browser of Anon's that was handed out for a user's sessions (anon.md 3.5).
struct RemoteBrowser: Codable, Sendable, Equatable {
    let id: String
    let user: AppUserKey
    let apps: [String]
    let usesProxy: Bool
    let startedAt: Moment
}
