/// The steps of the Link page (anon.md 4.5: dialogue, extension, sign-in, green check; the others are ours).
enum LinkStep: String, CaseIterable, Sendable {
    /// Says which company asks for which app.
    case dialogue
    /// Asks to confirm the browser extension.
    case extensionCheck = "extension"
    /// User name and password of the app.
    case signIn
    /// The one-time code.
    case code
    /// The sign-in window of an app with a saved session, which closes by itself (anon.md 9, row 9).
    case closing
}
