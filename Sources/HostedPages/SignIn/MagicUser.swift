/// User names that mean something on every hosted page, in every scenario (product.md 4).
package enum MagicUser: String, CaseIterable, Sendable {
    case good = "user_good"
    case pending = "user_pending"
    case badPassword = "user_bad_password"
    case mfa = "user_mfa"
    case locked = "user_locked"
    case cancel = "user_cancel"

    /// The one code that `user_mfa` is let in with.
    package static let code = "123456"

    /// What the sign-in of this user fails with; nil where it succeeds.
    package var failure: String? {
        switch self {
        case .badPassword: "The password is wrong."
        case .locked: "The account is locked."
        case .good, .pending, .mfa, .cancel: nil
        }
    }
}
