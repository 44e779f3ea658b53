package import Kernel
import Synchronization

/// The key sets of one world: each URL is downloaded for one caller at a time, and its answer is kept for a while of the
/// world's clock.
package final class KeySetCache: Sendable {
    private let downloader: any KeySetDownloader
    private let state: Mutex<KeySetCacheState>

    /// An empty cache.
    ///
    /// - Parameters:
    ///   - lifetime: how long a key set counts as known.
    ///   - capacity: how many are kept; beyond that the oldest is dropped.
    ///   - bytes: how many bytes the documents of those that are kept may have together; the newest is kept in any case.
    package init(downloading: any KeySetDownloader, lifetime: TimeSpan, capacity: Int = 256, bytes: Int = 2 << 20) {
        downloader = downloading
        state = Mutex(KeySetCacheState(lifetime: lifetime, capacity: capacity, bytes: bytes))
    }

    /// The key set at `url`.
    ///
    /// - Parameters:
    ///   - now: the world's time, from which the lifetime of what is downloaded counts.
    ///   - beforeWaiting: called if the key set has to be waited for, which may take as long as the customer's server wants.
    /// - Throws: why there is none; `cancelled` if the caller's task is.
    package func keySet(
        for url: String, at now: Moment, freshness: KeySetFreshness, beforeWaiting: @Sendable () -> Void = {}
    ) async throws(KeySetFailure) -> KeySet {
        let target: KeySetURL
        do throws(KeySetURLProblem) { target = try KeySetURL(url) } catch { throw .badURL(url, error) }
        switch await turn(url, at: now, freshness: freshness, beforeWaiting: beforeWaiting) {
        case .answer(let result): return try result.get()
        case .leave: throw .download(KeySetDownloadFailure(.cancelled, at: target.description))
        case .lead: break
        }
        beforeWaiting()
        let (result, length) = await download(target)
        if case .failure = result, Task.isCancelled {
            state.withLock { $0.abandon(url) }?.continuation.resume(returning: .lead)
        } else {
            let waiters = state.withLock { $0.land(url, result, length: length, at: now) }
            for waiter in waiters { waiter.continuation.resume(returning: .answer(result)) }
        }
        return try result.get()
    }

    /// How many callers wait for another one's download of `url`; nil if none is under way.
    package func waiting(for url: String) -> Int? { state.withLock { $0.waiting(for: url) } }

    private func turn(
        _ url: String, at now: Moment, freshness: KeySetFreshness, beforeWaiting: @Sendable () -> Void
    ) async -> KeySetCacheState.Turn {
        let number = state.withLock { $0.number() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = KeySetWaiter(number: number, continuation: continuation)
                let turn = state.withLock { state -> KeySetCacheState.Turn? in
                    // Looked at under the lock: either this sees the cancellation, or that sees the waiter.
                    Task.isCancelled ? .leave : state.ask(url, at: now, freshness: freshness, waiter: waiter)
                }
                if let turn { continuation.resume(returning: turn) } else { beforeWaiting() }
            }
        } onCancel: {
            state.withLock { $0.leave(url, number: number) }?.continuation.resume(returning: .leave)
        }
    }

    private func download(_ url: KeySetURL) async -> (result: Result<KeySet, KeySetFailure>, length: Int) {
        do throws(KeySetDownloadFailure) {
            let body = try await downloader.download(url)
            return (KeySet.read(body, from: url), body.count)
        } catch {
            return (.failure(.download(error)), 0)
        }
    }
}

/// How old a key set may be.
package enum KeySetFreshness: Hashable, Sendable {
    /// Downloaded now, or by a download that is under way. What creating a user pool asks for.
    case fresh
    /// At most as old as the cache's lifetime, unless it lacks the key `knowing`: then it is downloaded again, once. What
    /// checking a token asks for.
    case cached(knowing: WantedKey)
}

/// Downloads a body from a customer's server, which is a peer outside the world.
package protocol KeySetDownloader: Sendable {
    /// The body that `url` answers with, whatever the status: the vendor does not look at it (anon.md 7). Redirects are
    /// followed.
    func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8]
}

// MARK: - State

/// The key sets that are known, and who waits for which.
private struct KeySetCacheState {
    /// What becomes of a caller who asks for a key set.
    enum Turn: Sendable {
        /// Gets the answer, known or just downloaded.
        case answer(Result<KeySet, KeySetFailure>)
        /// Downloads it, for all who ask for the same.
        case lead
        /// Goes away: the caller was cancelled.
        case leave
    }

    private struct Entry {
        let keySet: KeySet
        let downloadedAt: Moment
        let number: Int
        /// How many bytes the document and its URL had, by which it is weighed.
        let weight: Int
    }

    private let lifetime: TimeSpan
    private let capacity: Int
    private let bytes: Int
    private var weight = 0
    private var entries: [String: Entry] = [:]
    /// Those who wait for each download that is under way, first come first.
    private var flights: [String: [KeySetWaiter]] = [:]
    private var lastNumber = 0

    init(lifetime: TimeSpan, capacity: Int, bytes: Int) {
        self.lifetime = lifetime
        self.capacity = capacity
        self.bytes = bytes
    }

    /// A number that nobody had before.
    mutating func number() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Someone asks; nil if `waiter` is kept and hears later.
    mutating func ask(
        _ url: String, at now: Moment, freshness: KeySetFreshness, waiter: KeySetWaiter
    ) -> Turn? {
        if case .cached(let wanted) = freshness, let known = known(url, at: now), known.knows(wanted) {
            return .answer(.success(known))
        }
        guard flights[url] != nil else {
            flights[url] = []
            return .lead
        }
        flights[url]?.append(waiter)
        return nil
    }

    /// The download ended; returns those who wait for it. A failure is not kept: whoever asks next tries again.
    mutating func land(
        _ url: String, _ result: Result<KeySet, KeySetFailure>, length: Int, at now: Moment
    ) -> [KeySetWaiter] {
        if case .success(let keySet) = result {
            drop(url)
            let entry = Entry(keySet: keySet, downloadedAt: now, number: number(), weight: length + url.utf8.count)
            entries[url] = entry
            weight += entry.weight
            while entries.count > capacity || weight > bytes, entries.count > 1,
                let oldest = entries.min(by: { $0.value.number < $1.value.number })
            {
                drop(oldest.key)
            }
        }
        return flights.removeValue(forKey: url) ?? []
    }

    /// The caller who downloads was cancelled; returns the one who takes over.
    mutating func abandon(_ url: String) -> KeySetWaiter? {
        guard var waiters = flights[url], !waiters.isEmpty else {
            flights[url] = nil
            return nil
        }
        let next = waiters.removeFirst()
        flights[url] = waiters
        return next
    }

    /// The caller of this number was cancelled; returns its waiter, nil if it does not wait.
    mutating func leave(_ url: String, number: Int) -> KeySetWaiter? {
        guard let index = flights[url]?.firstIndex(where: { $0.number == number }) else { return nil }
        return flights[url]?.remove(at: index)
    }

    /// How many wait for the download of `url`; nil if none is under way.
    func waiting(for url: String) -> Int? { flights[url]?.count }

    private mutating func drop(_ url: String) {
        weight -= entries.removeValue(forKey: url)?.weight ?? 0
    }

    private func known(_ url: String, at now: Moment) -> KeySet? {
        guard let entry = entries[url] else { return nil }
        let age = now - entry.downloadedAt
        return age >= .zero && age < lifetime ? entry.keySet : nil
    }
}

/// A caller who waits for another one's download.
private struct KeySetWaiter: Sendable {
    let number: Int
    let continuation: CheckedContinuation<KeySetCacheState.Turn, Never>
}
