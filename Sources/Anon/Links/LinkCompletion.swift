package import Kernel

/// What became of a visit to the Link page.
package struct LinkCompletion: Sendable {
    /// The app.
    package let app: String
    /// The user as the customer knows her.
    package let appUserID: String
    /// Anon's own id of the user; nil where nothing was linked.
    package let anonID: String?
    /// The session; nil where nothing was linked.
    package let sessionID: String?
    /// Where the browser is sent; nil where it stays.
    package let redirect: String?
    /// Why nothing was linked; nil where it was.
    package let reason: Reason?
}
