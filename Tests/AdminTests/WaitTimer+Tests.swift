import Kernel
import KernelHTTP

extension WaitTimer {
    /// Every limit is over at once.
    static let over = WaitTimer { _ in }

    /// No limit is ever over.
    static let never = WaitTimer { _ in
        let (silence, continuation) = AsyncStream<Void>.makeStream()
        for await _ in silence {}
        continuation.finish()
        throw CancellationError()
    }
}
