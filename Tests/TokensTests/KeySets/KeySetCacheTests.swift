import Kernel
import Synchronization
import Testing

@testable import Tokens

@Suite("KeySetCache", .timeLimit(.minutes(5)))
struct KeySetCacheTests {
    private static let url = "http://keys.test/jwks"
    private static let now = HandmadeToken.now
    /// The published keys, and the same without the first.
    private static let whole = JSONWriter.text(BuiltInKeys.jwks)
    private static let without = whole.replacing(SigningAlgorithm.rs256.kid, with: "another")

    private func kids(
        _ cache: KeySetCache, _ url: String = url, after span: TimeSpan = .zero, as freshness: KeySetFreshness
    ) async throws -> [String] {
        try await cache.keySet(for: url, at: Self.now + span, freshness: freshness).kids
    }

    private func ask(_ cache: KeySetCache, _ freshness: KeySetFreshness = .fresh) -> Task<KeySet, any Error> {
        Task { try await cache.keySet(for: Self.url, at: Self.now, freshness: freshness) }
    }

    private func waitUntilWaiting(_ cache: KeySetCache, _ count: Int) async {
        while cache.waiting(for: Self.url) != count { await Task.yield() }
    }

    private func problem(_ task: Task<KeySet, any Error>) async -> KeySetDownloadProblem? {
        guard case .failure(let error) = await task.result, case .download(let failure)? = error as? KeySetFailure
        else {
            return nil
        }
        return failure.problem
    }

    @Test(
        "50 who ask at once share one download",
        arguments: [KeySetFreshness.fresh, .cached(knowing: WantedKey(kid: nil))])
    func oneFlight(freshness: KeySetFreshness) async throws {
        let downloads = GatedDownloads()
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        let tasks = (0..<50).map { _ in ask(cache, freshness) }
        await waitUntilWaiting(cache, 49)
        downloads.finish(1, body: Self.whole)
        for task in tasks { #expect(try await task.value.kids == BuiltInKeys.keySet.kids) }
        #expect(downloads.begun == 1)
        #expect(cache.waiting(for: Self.url) == nil)
    }

    @Test("a failure reaches all who wait and is forgotten")
    func failure() async throws {
        let downloads = GatedDownloads()
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        let tasks = (0..<5).map { _ in ask(cache) }
        await waitUntilWaiting(cache, 4)
        downloads.fail(1, .connectionRefused)
        for task in tasks { #expect(await problem(task) == .connectionRefused) }

        let later = ask(cache, .cached(knowing: WantedKey(kid: nil)))
        await downloads.waitUntilBegun(2)
        downloads.finish(2, body: Self.whole)
        #expect(try await later.value.kids.count == 3)
    }

    @Test("when the one who downloads is cancelled, one who waits takes over")
    func takeOver() async throws {
        let downloads = GatedDownloads()
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        let first = ask(cache)
        await downloads.waitUntilBegun(1)
        let others = (0..<3).map { _ in ask(cache) }
        await waitUntilWaiting(cache, 3)
        first.cancel()
        #expect(await problem(first) == .cancelled)
        await downloads.waitUntilBegun(2)
        #expect(cache.waiting(for: Self.url) == 2)
        downloads.finish(2, body: Self.whole)
        for task in others { #expect(try await task.value.kids.count == 3) }
        #expect(downloads.begun == 2)
    }

    @Test("one who waits and is cancelled leaves, and the others are answered")
    func leaving() async throws {
        let downloads = GatedDownloads()
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        let first = ask(cache)
        await downloads.waitUntilBegun(1)
        let second = ask(cache)
        await waitUntilWaiting(cache, 1)
        let third = ask(cache)
        await waitUntilWaiting(cache, 2)
        second.cancel()
        #expect(await problem(second) == .cancelled)
        #expect(cache.waiting(for: Self.url) == 1)
        downloads.finish(1, body: Self.whole)
        #expect(try await first.value.kids.count == 3)
        #expect(try await third.value.kids.count == 3)
        #expect(downloads.begun == 1)
    }

    @Test("a lone download that is cancelled leaves nothing behind")
    func loneCancellation() async throws {
        let downloads = GatedDownloads()
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        let first = ask(cache)
        await downloads.waitUntilBegun(1)
        first.cancel()
        #expect(await problem(first) == .cancelled)
        #expect(cache.waiting(for: Self.url) == nil)
        let second = ask(cache)
        await downloads.waitUntilBegun(2)
        downloads.finish(2, body: Self.whole)
        #expect(try await second.value.kids.count == 3)
    }

    @Test("one who is cancelled before asking downloads nothing")
    func earlyCancellation() async throws {
        let downloads = CountedDownloads(Self.whole)
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await cache.keySet(for: Self.url, at: Self.now, freshness: .fresh)
        }
        #expect(await problem(cancelled) == .cancelled)
        #expect(downloads.downloaded.isEmpty)
    }

    @Test("a key set is known for its lifetime on the world's clock and no longer")
    func lifetime() async throws {
        let downloads = CountedDownloads(Self.whole)
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        _ = try await kids(cache, as: .cached(knowing: WantedKey(kid: nil)))
        _ = try await kids(cache, after: .milliseconds(299_999), as: .cached(knowing: WantedKey(kid: nil)))
        #expect(downloads.downloaded.count == 1)
        _ = try await kids(cache, after: .minutes(5), as: .cached(knowing: WantedKey(kid: nil)))
        #expect(downloads.downloaded.count == 2)
        // Known from the second download on.
        _ = try await kids(cache, after: .minutes(9), as: .cached(knowing: WantedKey(kid: nil)))
        #expect(downloads.downloaded.count == 2)
    }

    @Test("a key that the known set lacks makes it be downloaded again, once for each question")
    func unknownKey() async throws {
        let downloads = CountedDownloads(Self.without, Self.whole)
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        let kid = SigningAlgorithm.rs256.kid
        #expect(try await !kids(cache, as: .cached(knowing: WantedKey(kid: kid))).contains(kid))
        #expect(downloads.downloaded.count == 1)
        #expect(try await kids(cache, as: .cached(knowing: WantedKey(kid: kid))).contains(kid))
        #expect(downloads.downloaded.count == 2)
        _ = try await kids(cache, as: .cached(knowing: WantedKey(kid: kid)))
        #expect(downloads.downloaded.count == 2)
        _ = try await kids(cache, as: .cached(knowing: WantedKey(kid: "nobody's")))
        #expect(downloads.downloaded.count == 3)
    }

    @Test("a fresh key set is downloaded though one is known, and is known afterwards")
    func fresh() async throws {
        let downloads = CountedDownloads(Self.without, Self.whole)
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        #expect(try await kids(cache, as: .fresh).first == "another")
        #expect(try await kids(cache, as: .fresh).first == SigningAlgorithm.rs256.kid)
        #expect(try await kids(cache, as: .cached(knowing: WantedKey(kid: nil))).first == SigningAlgorithm.rs256.kid)
        #expect(downloads.downloaded.count == 2)
    }

    @Test("beyond its capacity the oldest key set is forgotten")
    func capacity() async throws {
        let downloads = CountedDownloads(Self.whole)
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5), capacity: 2)
        for name in ["a", "b", "c"] {
            _ = try await kids(cache, "http://\(name)", as: .cached(knowing: WantedKey(kid: nil)))
        }
        for name in ["c", "b", "a"] {
            _ = try await kids(cache, "http://\(name)", as: .cached(knowing: WantedKey(kid: nil)))
        }
        #expect(downloads.downloaded == ["a", "b", "c", "a"].map { "http://\($0)/" })
    }

    @Test("what is no URL is never downloaded")
    func badURL() async throws {
        let downloads = CountedDownloads(Self.whole)
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5))
        await #expect(throws: KeySetFailure.badURL("jwks.json", .relative)) {
            try await cache.keySet(for: "jwks.json", at: Self.now, freshness: .fresh)
        }
        #expect(downloads.downloaded.isEmpty)
    }

    @Test("documents that are too large together drop the oldest, and the newest stays however large it is")
    func weight() async throws {
        let downloads = CountedDownloads(Self.whole)
        let cache = KeySetCache(downloading: downloads, lifetime: .minutes(5), bytes: 2 * Self.whole.utf8.count + 100)
        for name in ["a", "b", "c"] {
            _ = try await kids(cache, "http://keys.test/\(name)", as: .cached(knowing: WantedKey(kid: nil)))
        }
        #expect(downloads.downloaded.count == 3)
        for name in ["b", "c"] {
            _ = try await kids(cache, "http://keys.test/\(name)", as: .cached(knowing: WantedKey(kid: nil)))
        }
        #expect(downloads.downloaded.count == 3)
        _ = try await kids(cache, "http://keys.test/a", as: .cached(knowing: WantedKey(kid: nil)))
        #expect(downloads.downloaded.count == 4)
    }

    @Test("whoever has to wait for a download is told so before, and nobody else")
    func waiting() async throws {
        let cache = KeySetCache(downloading: CountedDownloads(Self.whole), lifetime: .minutes(5))
        let told = Mutex(0)
        for _ in 1...2 {
            _ = try await cache.keySet(for: Self.url, at: Self.now, freshness: .cached(knowing: WantedKey(kid: nil))) {
                told.withLock { $0 += 1 }
            }
            #expect(told.withLock { $0 } == 1)
        }
    }
}
