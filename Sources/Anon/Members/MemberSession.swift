import Kernel

/// What a session token stands for (anon.md 2.3).
struct MemberSession: Codable, Sendable, Equatable {
    let memberID: String
    let keySpace: KeySpace
    /// The instant from which on it is expired.
    let expiresAt: Moment
}
