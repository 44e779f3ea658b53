package import Kernel

/// What the hosted page needs to know of a good token.
package struct ConnectInvitation: Sendable {
    /// The site to sign in at.
    package let application: ClientApplication
    /// Where the browser goes afterwards, as the client wrote it.
    package let callback: String
    /// When the token expires.
    package let expiresAt: Moment
}
