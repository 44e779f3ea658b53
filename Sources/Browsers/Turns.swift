import DequeModule
import Synchronization

/// Lets one after the other do what only one can do at a time, in the order in which they came; or a few at a time.
final class Turns: Sendable {
    private struct Shared {
        var free: Int
        var waiting: Deque<CheckedContinuation<Void, Never>> = []
    }

    private let shared: Mutex<Shared>

    /// - Parameter count: how many at a time.
    init(_ count: Int = 1) {
        shared = Mutex(Shared(free: count))
    }

    /// Returns when it is the caller's turn, who has to `pass` it on.
    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = shared.withLock { shared in
                guard shared.free > 0 else {
                    shared.waiting.append(continuation)
                    return false
                }
                shared.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    /// The caller's turn is over.
    func pass() {
        let next = shared.withLock { shared -> CheckedContinuation<Void, Never>? in
            guard let next = shared.waiting.popFirst() else {
                shared.free += 1
                return nil
            }
            return next
        }
        next?.resume()
    }
}
