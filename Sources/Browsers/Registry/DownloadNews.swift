import Synchronization

/// Which sessions' browsers have downloaded something since their owners were told last.
final class DownloadNews: Sendable {
    /// How many downloads of each browser were told of.
    private let known = Mutex<[BrowserKey: Int]>([:])
    private let arrival: AsyncStream<BrowserKey>.Continuation
    /// The sessions, each as often as there was something new; for one reader.
    let sessions: AsyncStream<BrowserKey>

    init() {
        (sessions, arrival) = AsyncStream.makeStream(of: BrowserKey.self, bufferingPolicy: .bufferingNewest(1000))
    }

    /// The browser of a session has so many files now.
    func note(_ count: Int, of key: BrowserKey) {
        guard count > 0 else { return }
        let isNew = known.withLock { $0.updateValue(count, forKey: key) != count }
        if isNew { arrival.yield(key) }
    }

    /// The browser of a session has gone.
    func forget(_ key: BrowserKey) {
        _ = known.withLock { $0.removeValue(forKey: key) }
    }

    /// Nobody is told any more.
    func finish() { arrival.finish() }
}

extension BrowserRegistry {
    /// Tells the owners of downloads as they come, one session after the other, until `stopTelling`.
    package func tellOfDownloads() async {
        for await key in news.sessions {
            guard let browser = runningBrowser(of: key) else { continue }
            owners?.downloaded(browser.downloads, by: key)
        }
    }

    /// Ends `tellOfDownloads`.
    package func stopTelling() { news.finish() }
}
