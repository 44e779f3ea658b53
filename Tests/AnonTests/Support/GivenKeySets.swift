import Kernel
import Synchronization
import Tokens

/// Key sets served from memory, by URL; a URL without one has nothing listening. A gate can hold every download up.
final class GivenKeySets: KeySetDownloader {
    private struct State {
        var bodies: [String: [UInt8]] = [:]
        var failures: [String: KeySetDownloadProblem] = [:]
        var downloaded: [String] = []
        var isGated = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// What was asked for, in order.
    var downloaded: [String] { state.withLock { $0.downloaded } }
    /// How many downloads wait at the gate.
    var held: Int { state.withLock { $0.held.count } }

    /// Serves `body` at `url`.
    func serve(_ body: String, at url: String) { serve(Array(body.utf8), at: url) }

    /// Serves `body` at `url`.
    func serve(_ body: [UInt8], at url: String) {
        state.withLock { state in
            state.bodies[url] = body
            state.failures[url] = nil
        }
    }

    /// Lets every download of `url` fail.
    func fail(_ problem: KeySetDownloadProblem, at url: String) { state.withLock { $0.failures[url] = problem } }

    /// Lets downloads wait from now on.
    func closeGate() { state.withLock { $0.isGated = true } }

    /// Lets the waiting and all further downloads go on.
    func openGate() {
        let held = state.withLock { state in
            state.isGated = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Waits until so many downloads wait at the gate.
    func waitUntilHeld(_ count: Int) async {
        while held < count { await Task.yield() }
    }

    func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8] {
        await passGate(url)
        let (body, failure) = state.withLock { ($0.bodies[url.description], $0.failures[url.description]) }
        guard failure == nil, let body else {
            throw KeySetDownloadFailure(failure ?? .connectionRefused, at: url.description)
        }
        return body
    }

    private func passGate(_ url: KeySetURL) async {
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                state.downloaded.append(url.description)
                if state.isGated { state.held.append(continuation) }
                return state.isGated
            }
            if !isHeld { continuation.resume() }
        }
    }
}
