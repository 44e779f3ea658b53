/// What rows of a table were before they were changed, oldest first: what it takes to put the table back.
public struct FormerRows<Key: Hashable & Codable & Sendable, Value: Codable & Sendable>: Sendable {
    /// One row, as the table had it.
    @usableFromInline
    struct Row: Sendable {
        @usableFromInline let key: Key
        /// The object; nil if there was none.
        @usableFromInline let value: Value?

        @inlinable
        init(key: Key, value: Value?) {
            self.key = key
            self.value = value
        }
    }

    @usableFromInline var rows: [Row] = []

    /// No rows.
    @inlinable
    public init() {}

    /// How many there are; a row that was changed twice may be there twice.
    @inlinable public var count: Int { rows.count }

    /// Notes what the row at `key` was.
    @inlinable
    mutating func note(_ key: Key, _ value: Value?) {
        rows.append(Row(key: key, value: value))
    }

    /// Adds what rows were later.
    @inlinable
    mutating func append(_ later: FormerRows) {
        if rows.isEmpty {
            rows = later.rows
            return
        }
        let before = rows.count
        rows.append(contentsOf: later.rows)
        // Only what a row was first counts. Seldom, so that adding costs the same however many there are already.
        if before.bitWidth - before.leadingZeroBitCount < rows.count.bitWidth - rows.count.leadingZeroBitCount,
            rows.count > Self.few
        {
            removeRepetitions()
        }
    }

    /// About how many bytes they keep alive. Large texts are not counted: they came with a large request, which was.
    @inlinable var weight: Int {
        rows.reduce(0) { $0 + MemoryLayout<Row>.stride + ($1.value == nil ? 0 : Self.textsOfRow) }
    }

    @usableFromInline
    mutating func removeRepetitions() {
        var seen: Set<Key> = []
        rows.removeAll { !seen.insert($0.key).inserted }
    }

    /// How many rows are not worth looking through for repetitions.
    @usableFromInline static var few: Int { 512 }
    /// What the texts of an ordinary row take.
    @usableFromInline static var textsOfRow: Int { 256 }
}

/// Goes through the tables of a state, each beside what some of its rows were before.
public protocol TableVisitor {
    /// Comes to one table.
    mutating func visit<Key, Value>(_ table: inout Table<Key, Value>, _ former: inout FormerRows<Key, Value>)
}

/// Has each table remember what its rows were.
@usableFromInline
struct RecordingVisitor: TableVisitor {
    @inlinable
    init() {}

    @inlinable
    mutating func visit<Key, Value>(_ table: inout Table<Key, Value>, _ former: inout FormerRows<Key, Value>) {
        table.beginRecording()
    }
}

/// Takes what rows were out of each table.
@usableFromInline
struct TakingVisitor: TableVisitor {
    /// How many rows were changed.
    @usableFromInline var count = 0
    /// About how many bytes they keep alive.
    @usableFromInline var bytes = 0

    @inlinable
    init() {}

    @inlinable
    mutating func visit<Key, Value>(_ table: inout Table<Key, Value>, _ former: inout FormerRows<Key, Value>) {
        let taken = table.handOver(to: &former)
        count += taken.count
        bytes += taken.bytes
    }
}

/// Leaves each table without objects.
@usableFromInline
struct EmptyingVisitor: TableVisitor {
    @inlinable
    init() {}

    @inlinable
    mutating func visit<Key, Value>(_ table: inout Table<Key, Value>, _ former: inout FormerRows<Key, Value>) {
        table = Table()
    }
}

/// Makes the rows of each table what they were.
@usableFromInline
struct RestoringVisitor: TableVisitor {
    @inlinable
    init() {}

    @inlinable
    mutating func visit<Key, Value>(_ table: inout Table<Key, Value>, _ former: inout FormerRows<Key, Value>) {
        table.putBack(former)
    }
}
