import Tokens

/// Key sets for tests that need none.
struct NoDownloads: KeySetDownloader {
    func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8] {
        throw KeySetDownloadFailure(.connectionRefused, at: url.description)
    }
}
