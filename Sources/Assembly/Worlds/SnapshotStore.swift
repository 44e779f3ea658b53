import Kernel

/// The snapshots of all worlds: a bounded number and weight, because each keeps alive what its world has changed since.
struct SnapshotStore {
    /// How many there may be of one world.
    static let limitPerWorld = 100
    /// How many there may be in all.
    static let limit = 1000
    /// What they may weigh together, in bytes.
    static let weightLimit = 512 << 20
    /// What stands for the present in a comparison; no snapshot may be called so.
    static let now = "now"

    private struct Row {
        var snapshots: [StoredSnapshot] = []
        var made = 0
    }

    private var rows: [WorldName: Row] = [:]
    /// How many there are.
    private(set) var count = 0
    /// About how many bytes they keep alive together.
    private(set) var weight = 0

    /// The snapshots of a world, oldest first.
    func snapshots(of world: WorldName) -> [StoredSnapshot] { rows[world]?.snapshots ?? [] }

    /// The snapshot `id` of a world.
    func snapshot(_ id: String, of world: WorldName) throws(SnapshotRefusal) -> StoredSnapshot {
        let all = snapshots(of: world)
        guard let found = all.first(where: { $0.id == id }) else { throw .unknown(id, known: all.map(\.id)) }
        return found
    }

    /// Keeps a snapshot of its world.
    ///
    /// - Parameters:
    ///   - id: what to call it; if nil, `snapshot-` and a number that was not used before.
    ///   - weight: about how many bytes it may keep alive that the world's earlier ones do not.
    ///   - brought: the bytes that requests had brought into the world by then.
    mutating func put(
        _ snapshot: WorldSnapshot, id: String?, weight: Int = 0, brought: Int = 0
    ) throws(SnapshotRefusal) -> StoredSnapshot {
        var row = rows[snapshot.start.name] ?? Row()
        let taken = Set(row.snapshots.map(\.id))
        if let id, id == Self.now || taken.contains(id) { throw .idTaken(id) }
        guard row.snapshots.count < Self.limitPerWorld else { throw .full(limit: Self.limitPerWorld, isWorld: true) }
        guard count < Self.limit else { throw .full(limit: Self.limit, isWorld: false) }
        guard hasRoom(for: weight) else { throw .tooHeavy(limit: Self.weightLimit) }
        let stored = StoredSnapshot(
            id: id ?? Self.nextID(&row.made, besides: taken), snapshot: snapshot, weight: weight, brought: brought)
        self.weight += weight
        row.snapshots.append(stored)
        rows[snapshot.start.name] = row
        count += 1
        return stored
    }

    /// Takes out the snapshot `id` of a world.
    mutating func remove(_ id: String, of world: WorldName) throws(SnapshotRefusal) -> StoredSnapshot {
        let found = try snapshot(id, of: world)
        rows[world]?.snapshots.removeAll { $0.id == id }
        count -= 1
        weight -= found.weight
        return found
    }

    /// Takes out all snapshots of a world, which is gone; its ids begin anew.
    mutating func removeAll(of world: WorldName) -> [StoredSnapshot] {
        let removed = rows.removeValue(forKey: world)?.snapshots ?? []
        count -= removed.count
        weight -= removed.reduce(0) { $0 + $1.weight }
        return removed
    }

    /// Whether snapshots of this weight may be kept besides those that there are.
    func hasRoom(for weight: Int) -> Bool { weight <= Self.weightLimit - self.weight }

    /// All snapshots whose weight is what requests brought, at most.
    var estimated: [StoredSnapshot] { rows.values.flatMap(\.snapshots).filter { !$0.isMeasured } }

    /// A snapshot was measured: it weighs no more than that.
    mutating func measured(_ stored: StoredSnapshot, weight: Int) {
        let name = stored.snapshot.start.name
        guard let index = rows[name]?.snapshots.firstIndex(where: { $0.snapshot.states === stored.snapshot.states }),
            let known = rows[name]?.snapshots[index].weight
        else { return }
        rows[name]?.snapshots[index].weight = min(known, weight)
        rows[name]?.snapshots[index].isMeasured = true
        self.weight -= known - min(known, weight)
    }

    /// How many bytes requests have brought into a world since its last snapshot, at most.
    func newBytes(of world: WorldName, brought: Int) -> Int {
        guard let last = rows[world]?.snapshots.last?.brought, last <= brought else { return brought }
        return brought - last
    }

    private static func nextID(_ made: inout Int, besides taken: Set<String>) -> String {
        repeat { made += 1 } while taken.contains("snapshot-\(made)")
        return "snapshot-\(made)"
    }
}

/// A snapshot that can be found again by its id.
struct StoredSnapshot: Sendable {
    /// What it is found by in its world.
    let id: String
    /// What the world was.
    let snapshot: WorldSnapshot
    /// About how many bytes it may keep alive that the world's earlier ones do not.
    fileprivate(set) var weight: Int
    /// Whether somebody has looked at its objects for that.
    fileprivate(set) var isMeasured = false
    /// The bytes that requests had brought into the world by then.
    let brought: Int
}

/// Why a snapshot cannot be kept or found.
enum SnapshotRefusal: Error, Equatable {
    /// The world has none of this id.
    case unknown(String, known: [String])
    /// The id is that of another one, or stands for the present.
    case idTaken(String)
    /// There are as many as there may be, of this world or in all.
    case full(limit: Int, isWorld: Bool)
    /// They would keep more bytes alive than they may.
    case tooHeavy(limit: Int)
}
