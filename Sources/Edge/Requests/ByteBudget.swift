import Synchronization

/// What bodies may take together: of requests while they are received or held back, of answers until clients have taken them.
public final class ByteBudget: Sendable {
    /// How many bytes there are.
    public let capacity: Int
    private let taken = Atomic<Int>(0)

    /// A budget of which nothing is taken.
    public init(_ capacity: Int) {
        self.capacity = capacity
    }

    /// How many bytes are taken now.
    public var used: Int { taken.load(ordering: .relaxed) }

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

/// What one body has taken of the budget; it is given back when nobody holds the charge any more.
///
/// The first bytes are free: ordinary requests make no charge at all, and still work when there is no room left. So there can
/// be as many more bytes as connections times these.
public final class ByteCharge: Sendable {
    /// The bytes of a body that nobody counts. Ours.
    public static let free = 16 * 1024

    /// The budget.
    public let budget: ByteBudget
    private let taken = Atomic<Int>(0)

    /// A charge of nothing.
    public init(_ budget: ByteBudget) {
        self.budget = budget
    }

    deinit {
        budget.giveBack(taken.load(ordering: .relaxed))
    }

    /// Takes what a body of this many bytes needs. Called by one task at a time.
    /// - Returns: false if there is no room for it.
    public func cover(_ length: Int) -> Bool {
        let more = length - Self.free - taken.load(ordering: .relaxed)
        guard more > 0 else { return true }
        guard budget.take(more) else { return false }
        taken.add(more, ordering: .relaxed)
        return true
    }

    /// Takes as many bytes for what goes out in any case.
    public func note(_ length: Int) {
        budget.note(length)
        taken.add(length, ordering: .relaxed)
    }

    /// Gives back what is taken; once more, nothing.
    public func giveBack() {
        budget.giveBack(taken.exchange(0, ordering: .relaxed))
    }
}
