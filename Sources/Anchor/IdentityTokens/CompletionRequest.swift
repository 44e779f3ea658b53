import HostedPages
package import Kernel

/// The control plane's way to end a visit without a browser: `{outcome: success|cancel|failed, userName?, name?, password?}`.
///
/// Without an outcome the user's name decides, as it would on the page: a magic one cancels or fails, any other succeeds.
package struct CompletionRequest: Sendable {
    /// The words of `outcome`.
    package enum Outcome: String, CaseIterable, Sendable { case success, cancel, failed }

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
