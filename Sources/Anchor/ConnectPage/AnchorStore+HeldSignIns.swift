import Kernel

/// Sign-ins that wait for a code.
extension AnchorStore {
    /// Keeps a sign-in until its code is there. Throws why the token permits nothing.
    func hold(
        _ signIn: ConnectOutcome.SignIn, for token: String, at now: Moment
    ) throws(IdentityTokenRefusal) {
        try update { (state) throws(IdentityTokenRefusal) in try state.holdSignIn(signIn, for: token, now: now) }
    }

    /// The sign-in that waits for a code.
    func heldSignIn(for token: String) -> ConnectOutcome.SignIn? { read { $0.heldSignIn(for: token) } }
}
