import HostedPages
package import Kernel

/// What the hosted page needs to know of a good token.
struct ConnectInvitation: Sendable {
    /// The site to sign in at.
    let application: ClientApplication
    /// Where the browser goes afterwards, as the client wrote it.
    let callback: String
    /// When the token expires.
    let expiresAt: Moment
}

/// How a visit to the hosted page ended.
package enum ConnectOutcome: Sendable, Equatable {
    /// What the user signed in with.
    package struct SignIn: Codable, Sendable, Equatable {
        /// The name that the user typed, where one was asked for.
        var userName: String?
        /// What the new identity is called; if nil, what the user is called.
        var name: String?
        /// What the identity stores.
        var credentials: [Credential]
        /// The name of the flow that the user went through.
        var authFlow: String?
        /// Whether the check of the sign-in takes its time (magic user `user_pending`).
        var isPending: Bool

        init(
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

    /// What the journal says of a visit that made no identity; nil for one that did.
    var reason: Reason? {
        switch self {
        case .success: nil
        case .cancelled: Reason(SignInReason.signInCancelled, "The user cancelled.")
        case .failed(let reason): Reason(SignInReason.signInFailed, reason)
        }
    }
}

/// What became of a finished visit to the hosted page.
package struct Completion: Sendable {
    /// The new identity; nil if the user cancelled or the sign-in failed.
    package let identity: Identity?
    /// Where to send the browser; nil if it stays (policies `onCancel: stay` and `onSuccess: stay`).
    package let callback: String?
    /// How often the callback is called.
    package let delivery: AnchorPolicies.CallbackDelivery
    /// What is worth knowing about it, for example that the callback had a query already.
    package var reason: Reason?
}

// MARK: - Without a browser

/// The control plane's way to end a visit without a browser: `{outcome: success|cancel|failed, userName?, name?, password?}`.
///
/// Without an outcome the user's name decides, as it would on the page: a magic one cancels or fails, any other succeeds.
package struct CompletionRequest: Sendable {
    /// The words of `outcome`.
    enum Outcome: String, CaseIterable, Sendable { case success, cancel, failed }

    /// What happened on the page.
    package let outcome: ConnectOutcome

    /// Reads the request. Throws `FieldComplaint` for a field of the wrong type and for an unknown outcome.
    package init(_ fields: Fields) throws(FieldComplaint) {
        let userName = try fields.optional("userName", as: String.self)
        let name = try fields.optional("name", as: String.self)
        let password = try fields.optional("password", as: String.self)
        let user = userName.flatMap(MagicUser.init(rawValue:))
        let word = try fields.choice("outcome", of: Outcome.self)
        switch word ?? (user == .cancel ? .cancel : user?.failure == nil ? .success : .failed) {
        case .cancel: outcome = .cancelled
        case .failed: outcome = .failed(reason: user?.failure ?? "The sign-in failed.")
        case .success:
            let credentials = userName.map { [Credential.usernamePassword(username: $0, password: password ?? "")] }
            outcome = .success(
                ConnectOutcome.SignIn(
                    userName: userName, name: name, credentials: credentials ?? [], isPending: user == .pending))
        }
    }
}
