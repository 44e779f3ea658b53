/// How a visit to the hosted page ended.
package enum ConnectOutcome: Sendable, Equatable {
    /// What the user signed in with.
    package struct SignIn: Codable, Sendable, Equatable {
        /// The name that the user typed, where one was asked for.
        package var userName: String?
        /// What the new identity is called; without it, it is called as the user.
        package var name: String?
        /// What the identity stores.
        package var credentials: [Credential]
        /// The name of the flow that the user went through.
        package var authFlow: String?
        /// Whether the check of the sign-in takes its time (magic user `user_pending`).
        package var isPending: Bool

        /// A sign-in of these.
        package init(
            userName: String? = nil, name: String? = nil, credentials: [Credential] = [], authFlow: String? = nil,
            isPending: Bool = false
        ) {
            self.userName = userName
            self.name = name
            self.credentials = credentials
            self.authFlow = authFlow
            self.isPending = isPending
        }
    }

    case success(SignIn)
    case cancelled
    /// The sign-in failed, with what the user was told.
    case failed(reason: String)
}
