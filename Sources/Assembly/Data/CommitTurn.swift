import Kernel
import NIOCore
import Storage

/// Has the answers that one turn of an event loop makes wait together until what they saw is on disk, and go out together: the
/// queue, the thread that writes and the loop deal with all of them at once.
///
/// On its loop only.
final class CommitTurn {
    /// Learns that an answer may go, or why not; on the event loop, in the middle of nothing else.
    typealias Waiter = (StoreFailure?) -> Void

    private let eventLoop: any EventLoop
    private let queue: CommitQueue
    private var waiting: [WorldName: [Waiter]] = [:]

    init(_ eventLoop: any EventLoop, _ queue: CommitQueue) {
        self.eventLoop = eventLoop
        self.queue = queue
    }

    /// Tells `waiter` what became of the commit of what can be seen now in the world of this name.
    func wait(for world: WorldName, then waiter: @escaping Waiter) {
        // Behind the requests that came together with this one.
        if waiting.isEmpty { eventLoop.assumeIsolated().execute { self.end() } }
        waiting[world, default: []].append(waiter)
    }

    private func end() {
        let ended = waiting
        waiting = [:]
        for (world, waiters) in ended {
            let eventLoop = eventLoop
            let bound = NIOLoopBound(waiters, eventLoop: eventLoop)
            queue.settle(
                world,
                then: CommitQueue.Waiter(count: waiters.count) { failure in
                    eventLoop.execute {
                        for waiter in bound.value { waiter(failure) }
                    }
                })
        }
    }
}
