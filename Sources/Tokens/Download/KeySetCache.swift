package import Kernel
import Synchronization

/// The key sets of one world: each URL is downloaded by one asker at a time, and its answer is kept for a while of the
/// world's clock.
package final class KeySetCache: Sendable {
    private let downloading: any KeySetDownloading
    private let state: Mutex<KeySetCacheState>

    /// An empty cache.
    ///
    /// - Parameters:
    ///   - lifetime: how long a key set counts as known.
    ///   - capacity: how many are kept; beyond that the oldest goes.
    package init(downloading: any KeySetDownloading, lifetime: TimeSpan, capacity: Int = 256) {
        self.downloading = downloading
        state = Mutex(KeySetCacheState(lifetime: lifetime, capacity: capacity))
    }

    /// The key set at `url`.
    ///
    /// - Parameter now: the world's time, from which what is downloaded is kept.
    /// - Throws: in the vendor's words why there is none; `cancelled` when the caller's task is.
    package func keySet(
        for url: String, at now: Moment, freshness: KeySetFreshness
    ) async throws(KeySetFailure) -> KeySet {
        let target: KeySetURL
        do throws(KeySetURLProblem) { target = try KeySetURL(url) } catch { throw .badURL(url, error) }
        switch await turn(url, at: now, freshness: freshness) {
        case .answer(let result): return try result.get()
        case .leave: throw .download(KeySetDownloadFailure(.cancelled, at: target.description))
        case .lead: break
        }
        let result = await download(target)
        if case .failure = result, Task.isCancelled {
            state.withLock { $0.abandon(url) }?.continuation.resume(returning: .lead)
        } else {
            let waiters = state.withLock { $0.land(url, result, at: now) }
            for waiter in waiters { waiter.continuation.resume(returning: .answer(result)) }
        }
        return try result.get()
    }

    /// How many wait for a download of `url` that another makes; nil where none is under way.
    package func waiting(for url: String) -> Int? { state.withLock { $0.waiting(for: url) } }

    private func turn(_ url: String, at now: Moment, freshness: KeySetFreshness) async -> KeySetTurn {
        let number = state.withLock { $0.number() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = KeySetWaiter(number: number, continuation: continuation)
                let turn = state.withLock { state -> KeySetTurn? in
                    // Looked at under the lock: either this sees the cancellation, or that sees the waiter.
                    Task.isCancelled ? .leave : state.ask(url, at: now, freshness: freshness, waiter: waiter)
                }
                if let turn { continuation.resume(returning: turn) }
            }
        } onCancel: {
            state.withLock { $0.leave(url, number: number) }?.continuation.resume(returning: .leave)
        }
    }

    private func download(_ url: KeySetURL) async -> Result<KeySet, KeySetFailure> {
        do throws(KeySetDownloadFailure) {
            return KeySet.read(try await downloading.download(url), from: url)
        } catch {
            return .failure(.download(error))
        }
    }
}
