public import HashTreeCollections

/// Objects by their keys in a persistent tree: a copy is a snapshot at no cost. Where it is asked to, a table remembers which
/// keys were touched, so that a store on disk writes those and no others, and what rows were before, so that a change can be
/// taken back.
///
/// Inlinable, so that it is specialised in every other module, however large the optimiser finds it: each request goes through
/// several tables.
public struct Table<Key: Hashable & Codable & Sendable, Value: Codable & Sendable>: Sendable {
    @usableFromInline var objects: TreeDictionary<Key, Value>
    /// The keys touched since they were last taken; nil if nobody asks.
    @usableFromInline var touched: Set<Key>?
    /// What rows were before they were changed, since that was last taken; nil if nobody asks.
    @usableFromInline var former: FormerRows<Key, Value>?

    /// An empty table.
    @inlinable
    public init() {
        self.init([:])
    }

    /// A table of these objects, which asks for no record of what is touched or changed.
    @inlinable
    init(_ objects: TreeDictionary<Key, Value>) {
        self.objects = objects
    }

    /// All objects.
    @inlinable public var tree: TreeDictionary<Key, Value> { objects }

    /// The object at `key`; nil if there is none, and to remove it.
    @inlinable
    public subscript(key: Key) -> Value? {
        get { objects[key] }
        set {
            if let newValue { put(newValue, at: key) } else { removeValue(forKey: key) }
        }
    }

    /// The object at `key`, or `fallback` where there is none.
    @inlinable
    public subscript(key: Key, default fallback: @autoclosure () -> Value) -> Value {
        get { objects[key] ?? fallback() }
        set { put(newValue, at: key) }
    }

    /// Takes out the object at `key`.
    @inlinable @discardableResult
    public mutating func removeValue(forKey key: Key) -> Value? {
        guard touched != nil || former != nil else { return objects.removeValue(forKey: key) }
        let known = known(key)
        touched?.insert(known)
        guard let old = objects.removeValue(forKey: known) else { return nil }
        former?.note(known, old)
        return old
    }

    @inlinable
    mutating func put(_ value: Value, at key: Key) {
        guard touched != nil || former != nil else {
            objects[key] = value
            return
        }
        let old = objects.updateValue(value, forKey: key)
        var known = old == nil ? key : known(key)
        if let touch = touched?.insert(known), !touch.inserted, old == nil {
            // It went since a store last asked, and comes back as the row that the store has.
            known = touch.memberAfterInsert
            objects.removeValue(forKey: key)
            objects[known] = value
        }
        former?.note(known, old)
    }

    /// A key as the table has it; as it is if there is no such row. Texts that are equal can have different bytes ("é" as one
    /// character or as two), and a store finds rows by bytes.
    @inlinable
    func known(_ key: Key) -> Key { objects.index(forKey: key).map { objects[$0].key } ?? key }

    /// Begins to remember which keys are touched.
    public mutating func beginTracking() {
        touched = touched ?? []
    }

    /// The keys touched since the last time, which are forgotten with this.
    public mutating func takeTouched() -> Set<Key> {
        guard let keys = touched, !keys.isEmpty else { return [] }
        touched = []
        return keys
    }

    /// How many objects there are.
    @inlinable public var count: Int { objects.count }

    /// Whether there are none.
    @inlinable public var isEmpty: Bool { objects.isEmpty }

    /// All keys, in no particular order.
    @inlinable public var keys: TreeDictionary<Key, Value>.Keys { objects.keys }

    /// All objects, in no particular order.
    @inlinable public var values: TreeDictionary<Key, Value>.Values { objects.values }
}

// MARK: - Taking changes back

extension Table {
    /// Begins to remember what rows were before they are changed, from here on.
    @inlinable
    public mutating func beginRecording() {
        former = FormerRows()
    }

    /// Hands over what rows were since the last time, behind what `rows` has of the time before. Returns how many there are of
    /// them, and about how many bytes they keep alive.
    @inlinable
    public mutating func handOver(to rows: inout FormerRows<Key, Value>) -> (count: Int, bytes: Int) {
        guard let count = former?.rows.count, count > 0 else { return (0, 0) }
        var taken: FormerRows<Key, Value>? = FormerRows()
        swap(&taken, &former)
        guard let taken else { return (0, 0) }
        let bytes = taken.weight
        rows.append(taken)
        return (count, bytes)
    }

    /// Makes rows what they were.
    @inlinable
    public mutating func putBack(_ rows: FormerRows<Key, Value>) {
        for row in rows.rows.reversed() {
            // Taken out first, as what is put over a row keeps the bytes of that row's key.
            objects.removeValue(forKey: row.key)
            if let value = row.value { objects[row.key] = value }
        }
    }
}

extension KeyedDecodingContainer {
    /// A table that is missing is empty: the document was written before there was one.
    public func decode<RowKey, Value>(
        _ type: Table<RowKey, Value>.Type, forKey key: Key
    ) throws -> Table<RowKey, Value> {
        try decodeIfPresent(type, forKey: key) ?? Table()
    }
}

/// What an encoder passes over where the rows of tables are kept one by one.
protocol TableOfRows {}

extension Table: TableOfRows {}

/// Written as the objects alone; what was touched or changed is nobody's business but the store's.
///
/// A decoder with `CodingUserInfoKey.leavesTablesOut` reads the table as empty: a store keeps the rows one by one.
extension Table: Codable {
    /// Reads what `encode(to:)` wrote.
    public init(from decoder: any Decoder) throws {
        self.init(decoder.userInfo[.leavesTablesOut] == nil ? try TreeDictionary(from: decoder) : [:])
    }

    /// Writes all objects.
    public func encode(to encoder: any Encoder) throws {
        try objects.encode(to: encoder)
    }
}
