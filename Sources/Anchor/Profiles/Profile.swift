package import Kernel

/// What a browser keeps between sessions, under a name (anchor.md 10).
package struct Profile: Codable, Sendable, Equatable {
    /// The one documented word for where profiles come from.
    package enum Source: String, Codable, CaseIterable, Sendable { case session }

    /// What is known of a new profile.
    struct Draft: Sendable {
        let name: String
        var description: String?
        var sessionID: String?
        var hasDedicatedIP = false
    }

    /// The name, which is its id.
    package let name: String
    /// The place in the order of making.
    let ordinal: Int64
    /// What it is for.
    package let description: String?
    /// The session that it was taken from; nil where none was named.
    package private(set) var sessionID: String?
    /// Whether its sessions keep one address; taken and kept, without effect.
    package let hasDedicatedIP: Bool
    /// When it was made.
    package private(set) var createdAt: Moment
    /// The running session that will leave it behind (`browser.profile.persist`); nil where it is there already.
    private(set) var awaitedSessionID: String?

    init(_ draft: Draft, ordinal: Int64, createdAt: Moment, awaitedSessionID: String? = nil) {
        name = draft.name
        self.ordinal = ordinal
        description = draft.description
        sessionID = draft.sessionID
        hasDedicatedIP = draft.hasDedicatedIP
        self.createdAt = createdAt
        self.awaitedSessionID = awaitedSessionID
    }

    /// The profile as the session that was awaited left it behind at `end`.
    func left(at end: Moment) -> Profile {
        var profile = self
        profile.sessionID = awaitedSessionID
        profile.createdAt = end
        profile.awaitedSessionID = nil
        return profile
    }
}
