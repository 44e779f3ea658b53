import Edge
import HTTPTypes
import KernelHTTP
import NIOCore
import Synchronization

/// What bodies may take together: of requests while they are received or held back, of answers until clients have taken them.
final class ByteBudget: Sendable {
    /// How many bytes there are.
    let capacity: Int
    private let taken = Atomic<Int>(0)

    /// A budget of which nothing is taken.
    init(_ capacity: Int) {
        self.capacity = capacity
    }

    /// How many bytes are taken now.
    var used: Int { taken.load(ordering: .relaxed) }

    /// Takes bytes, if there are as many left.
    fileprivate func take(_ count: Int) -> Bool {
        guard taken.add(count, ordering: .relaxed).newValue > capacity else { return true }
        giveBack(count)
        return false
    }

    /// Takes bytes that are there already, whatever is left.
    fileprivate func note(_ count: Int) {
        taken.add(count, ordering: .relaxed)
    }

    fileprivate func giveBack(_ count: Int) {
        taken.subtract(count, ordering: .relaxed)
    }
}

/// What one request has taken of the budget. Whoever makes one gives it back when the request is over.
///
/// The first bytes are free: ordinary requests cost nothing here, and still work when there is no room left. So there can be
/// as many more bytes as connections times these.
struct ByteCharge {
    /// The bytes of a body that nobody counts. Ours.
    static let free = 16 * 1024

    /// The budget.
    let budget: ByteBudget
    private var taken = 0

    init(_ budget: ByteBudget) {
        self.budget = budget
    }

    /// Takes what a body of this many bytes needs.
    /// - Returns: false if there is no room for it.
    mutating func cover(_ length: Int) -> Bool {
        let more = length - Self.free - taken
        guard more > 0 else { return true }
        guard budget.take(more) else { return false }
        taken += more
        return true
    }

    /// The request is answered: takes what the answer needs in place of what the request has.
    ///
    /// An answer to more than a question stands for something that is done, and goes out in any case.
    /// - Returns: what is answered instead, if there is no room for it.
    mutating func settle(_ reply: Reply, of head: HTTPRequest) -> RoutingRefusal? {
        giveBack()
        let length = reply.footprint
        guard length > EdgeAnswer.largeBody, head.method != .head else { return nil }
        if cover(length) { return nil }
        guard head.method != .get else { return .noRoom(limit: budget.capacity) }
        budget.note(length)
        taken = length
        return nil
    }

    /// Gives back what is taken; once more, nothing.
    mutating func giveBack() {
        guard taken > 0 else { return }
        budget.giveBack(taken)
        taken = 0
    }
}
