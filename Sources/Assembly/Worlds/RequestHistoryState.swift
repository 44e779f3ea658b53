import DequeModule

/// The requests of a world by number, and what the world was before each of the last ones.
struct RequestHistoryState {
    /// How many of the last requests can be gone back to (product.md 6).
    static let depth = 200

    /// The number of the last request that came.
    private(set) var requestNumber: Int
    /// The snapshot before request n has the request number n - 1; numbers only ever grow.
    private var snapshots: Deque<WorldSnapshot>
    private var isAbandoned = false

    init(requestNumber: Int, snapshots: Deque<WorldSnapshot>) {
        self.requestNumber = requestNumber
        self.snapshots = snapshots
    }

    /// The newest snapshot that is kept.
    var latest: WorldSnapshot? { snapshots.last }

    /// The number of the oldest request that can be gone back to; nil where there is none.
    var oldest: Int? { snapshots.first.map { $0.requestNumber + 1 } }

    /// A request came while the world was as `snapshot` has it. Returns what had to make room, to be freed elsewhere.
    mutating func arrive(at snapshot: WorldSnapshot) -> WorldSnapshot? {
        requestNumber += 1
        guard !isAbandoned else { return snapshot }
        snapshots.append(snapshot)
        return snapshots.count > Self.depth ? snapshots.popFirst() : nil
    }

    /// What the world was before request `number`.
    func snapshot(before number: Int) -> WorldSnapshot? {
        guard let oldest, number >= oldest, number - oldest < snapshots.count else { return nil }
        return snapshots[number - oldest]
    }

    /// The snapshots before the requests up to `number`.
    func snapshots(through number: Int) -> Deque<WorldSnapshot> {
        oldest.map { Deque(snapshots.prefix(max(0, number - $0 + 1))) } ?? []
    }

    /// Forgets the snapshots before the requests up to `number`; returns them, to be freed elsewhere.
    mutating func forget(through number: Int) -> Deque<WorldSnapshot> {
        let forgotten = snapshots(through: number)
        snapshots.removeFirst(forgotten.count)
        return forgotten
    }

    /// The world was replaced: nobody will go back in it.
    mutating func abandon() -> Deque<WorldSnapshot> {
        isAbandoned = true
        defer { snapshots = [] }
        return snapshots
    }
}
