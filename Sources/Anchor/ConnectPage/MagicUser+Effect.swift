import HostedPages

extension MagicUser {
    /// What the hosted page does for this user, for whoever tries it out.
    var effect: String {
        switch self {
        case .good: "is signed in, as any other name is."
        case .pending: "is signed in; the identity stays pending while its check runs."
        case .badPassword: "has the wrong password; the third time, the sign-in has failed."
        case .mfa: "is asked for a code: \(Self.code)"
        case .locked: "cannot sign in: the account is locked."
        case .cancel: "cancels."
        }
    }
}
