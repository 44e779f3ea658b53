import Synchronization
import Tokens

/// Downloads that end at once, each with the next of some bodies; the last one stays.
final class CountedDownloads: KeySetDownloader {
    private let bodies: [[UInt8]]
    private let urls = Mutex<[String]>([])

    init(_ bodies: String...) {
        self.bodies = bodies.map { Array($0.utf8) }
    }

    init(bytes: [UInt8]) {
        bodies = [bytes]
    }

    /// What was downloaded, in order.
    var downloaded: [String] { urls.withLock { $0 } }

    func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8] {
        let index = urls.withLock { urls in
            urls.append(url.description)
            return urls.count - 1
        }
        return bodies[min(index, bodies.count - 1)]
    }
}
