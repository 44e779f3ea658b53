import Synchronization
import Tokens

/// Downloads that end when the test says so, or when they are cancelled.
final class GatedDownloads: KeySetDownloader {
    private typealias Outcome = Result<[UInt8], KeySetDownloadFailure>

    private struct State {
        var begun = 0
        var open: [Int: CheckedContinuation<Outcome, Never>] = [:]
    }

    private let state = Mutex(State())

    /// How many began.
    var begun: Int { state.withLock { $0.begun } }

    func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8] {
        let number = state.withLock { state in
            state.begun += 1
            return state.begun
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Outcome, Never>) in
                let isCancelled = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.open[number] = continuation
                    return false
                }
                if isCancelled { continuation.resume(returning: Self.cancelled(url)) }
            }
        } onCancel: {
            end(number, Self.cancelled(url))
        }
        return try outcome.get()
    }

    /// Waits until so many began.
    func waitUntilBegun(_ count: Int) async {
        while begun < count { await Task.yield() }
    }

    /// Lets the download of this number, from 1, end with `body`.
    func finish(_ number: Int, body: String) { end(number, .success(Array(body.utf8))) }

    /// Lets the download of this number, from 1, fail.
    func fail(_ number: Int, _ problem: KeySetDownloadProblem) {
        end(number, .failure(KeySetDownloadFailure(problem, at: "http://keys.test/")))
    }

    private func end(_ number: Int, _ outcome: Outcome) {
        state.withLock { $0.open.removeValue(forKey: number) }?.resume(returning: outcome)
    }

    private static func cancelled(_ url: KeySetURL) -> Outcome {
        .failure(KeySetDownloadFailure(.cancelled, at: url.description))
    }
}
