/// The steps of the hosted page that ask the user for something.
enum ConnectStep: String, CaseIterable, Sendable {
    /// Says which site is asked for, and offers its auth flows.
    case welcome
    /// The first half of the guided sign-in.
    case userName
    /// The second half of the guided sign-in.
    case password
    /// All fields of an auth flow on one form.
    case details
    /// The one-time code.
    case code
}
