import HashTreeCollections
import Kernel

/// What a user typed before she was asked for a code. It waits here, so that no password goes back into a page.
extension AnchorState {
    /// Keeps a sign-in until its code is there. Tabs of one token share the place: the last one counts.
    mutating func holdSignIn(
        _ signIn: ConnectOutcome.SignIn, for token: String, now: Moment
    ) throws(IdentityTokenRefusal) {
        _ = try peekIdentityToken(token, now: now)
        heldSignIns[token] = signIn
    }

    /// The sign-in that waits for a code.
    func heldSignIn(for token: String) -> ConnectOutcome.SignIn? { heldSignIns[token] }
}
