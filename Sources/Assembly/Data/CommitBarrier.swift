import Admin
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Storage

/// Lets an answer go when what it saw is on disk, and puts a 500 in its place if that fails. What is in memory goes on.
struct CommitBarrier: Sendable {
    let queue: CommitQueue
    private let worlds: Worlds
    private let turns: LoopLocal<CommitTurn>

    init(queue: CommitQueue, worlds: Worlds) {
        self.queue = queue
        self.worlds = worlds
        turns = LoopLocal { CommitTurn($0, queue) }
    }

    /// Tells `waiter`, on this event loop and in the middle of nothing else there, that what an answer of a vendor's saw of this
    /// world, which is all that it saw, is on disk, or what goes in the answer's place. On that loop.
    func settle(_ world: World, on eventLoop: any EventLoop, then waiter: @escaping (RoutingRefusal?) -> Void) {
        turns.value(on: eventLoop).wait(for: world.name) { waiter($0.map(Self.refusal)) }
    }

    /// What goes in the place of an answer that saw its own world only, for whoever can wait.
    func settled(_ reply: Reply, in world: World, of vendor: any Vendor) async -> Reply {
        guard let failure = await queue.settle(world) else { return reply }
        return vendor.refusal(Self.refusal(failure))
    }

    /// An answer of the control plane, which may have changed any world unless it only looked at one.
    func settled(_ reply: Reply, to exchange: Exchange, of vendor: any Vendor) async -> Reply {
        guard let failure = await settle(after: exchange) else { return reply }
        return vendor.refusal(Self.refusal(failure))
    }

    private func settle(after exchange: Exchange) async -> StoreFailure? {
        guard exchange.head.method == .get || exchange.head.method == .head else {
            return await queue.settle(worlds.unsaved)
        }
        let name = exchange.query["world"].map { WorldName($0) } ?? .default
        guard let world = name.flatMap(worlds.present) else { return nil }
        return await queue.settle(world)
    }

    private static func refusal(_ failure: StoreFailure) -> RoutingRefusal {
        .notWritten(
            Reason(
                ControlReason.dataNotWritten,
                "What this answer depends on could not be written to the data file: \(failure). It is in memory, and is "
                    + "written as soon as the file takes it."))
    }
}
