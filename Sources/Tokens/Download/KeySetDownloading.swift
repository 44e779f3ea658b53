/// Fetches a body from a customer's server, which is a peer outside the world.
package protocol KeySetDownloading: Sendable {
    /// The body that `url` answers with, whatever the status: the vendor does not look at it (anon.md 7). Redirects are
    /// followed.
    func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8]
}
