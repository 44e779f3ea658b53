import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Storage

/// Lets an answer go when what it saw is on disk, and puts a 500 in its place if that fails. What is in memory goes on.
struct CommitBarrier: Sendable {
    let queue: CommitQueue
    let worlds: Worlds

    /// Has an answer of a vendor's, which saw its own world only, wait for what it saw: `then` is called with what goes in the
    /// end, once, on the thread that writes, which must not be held up. Returns whether the queue's `begin` is to be
    /// called after it.
    func settle(
        _ reply: Reply, in world: World, of vendor: any Vendor, then: @escaping @Sendable (Reply) -> Void
    ) -> Bool {
        queue.settle(world.name) { failure in then(failure.map { vendor.refusal(Self.refusal($0)) } ?? reply) }
    }

    /// The same for whoever can wait.
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
