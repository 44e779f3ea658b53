/// Who calls with a session token or an API key: always somebody of one organisation, in one key space.
struct Caller: Sendable, Equatable {
    /// How the caller proved it.
    enum Credential: Sendable, Equatable {
        case session(memberID: String, role: MemberRole)
        case apiKey(sdkClientID: String)
        /// A key that was never issued and counts as an admin's (product.md 8).
        case anyKey
    }

    let organizationID: String
    let keySpace: KeySpace
    let credential: Credential

    /// The service client whose key it is.
    var sdkClientID: String? {
        if case .apiKey(let id) = credential { id } else { nil }
    }

    /// Whether the caller may make things.
    var mayWrite: Bool {
        if case .session(_, .readOnly) = credential { false } else { true }
    }

    /// Whether the caller may add members.
    var isAdmin: Bool {
        switch credential {
        case .session(_, let role): role == .admin
        case .apiKey, .anyKey: true
        }
    }
}
