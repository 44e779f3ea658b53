package import HashTreeCollections

/// Objects by their keys in a persistent tree: a copy is a snapshot at no cost. Where it is asked to, a table remembers which
/// keys were touched, so that a store on disk writes those and no others.
package struct Table<Key: Hashable & Codable & Sendable, Value: Codable & Sendable>: Sendable {
    /// All objects.
    package private(set) var tree: TreeDictionary<Key, Value>
    /// The keys touched since they were last taken; nil if nobody asks.
    private var touched: Set<Key>?

    /// An empty table.
    package init() {
        self.init([:])
    }

    /// A table of these objects, which asks for no record of what is touched.
    init(_ tree: TreeDictionary<Key, Value>) {
        self.tree = tree
    }

    /// The object at `key`; nil if there is none, and to remove it.
    package subscript(key: Key) -> Value? {
        get { tree[key] }
        set { tree[touch(key)] = newValue }
    }

    /// The object at `key`, or `fallback` where there is none.
    package subscript(key: Key, default fallback: @autoclosure () -> Value) -> Value {
        get { tree[key] ?? fallback() }
        set { tree[touch(key)] = newValue }
    }

    /// Takes out the object at `key`.
    @discardableResult
    package mutating func removeValue(forKey key: Key) -> Value? {
        tree.removeValue(forKey: touch(key))
    }

    /// Remembers a key, where anybody asks; returns it as the table has had it. Texts that are equal can have different bytes
    /// ("é" as one character or as two), and a store finds rows by bytes.
    private mutating func touch(_ key: Key) -> Key {
        guard touched != nil else { return key }
        let known = tree.index(forKey: key).map { tree[$0].key } ?? key
        return touched?.insert(known).memberAfterInsert ?? known
    }

    /// Begins to remember which keys are touched.
    package mutating func beginTracking() {
        touched = touched ?? []
    }

    /// The keys touched since the last time, which are forgotten with this.
    package mutating func takeTouched() -> Set<Key> {
        guard let keys = touched, !keys.isEmpty else { return [] }
        touched = []
        return keys
    }

    /// How many objects there are.
    package var count: Int { tree.count }

    /// Whether there are none.
    package var isEmpty: Bool { tree.isEmpty }

    /// All keys, in no particular order.
    package var keys: TreeDictionary<Key, Value>.Keys { tree.keys }

    /// All objects, in no particular order.
    package var values: TreeDictionary<Key, Value>.Values { tree.values }
}

/// Written as the objects alone; what was touched is nobody's business but the store's.
///
/// A coder with `CodingUserInfoKey.leavesTablesOut` writes and reads the table as empty: a store keeps the rows one by one.
extension Table: Codable {
    /// Reads what `encode(to:)` wrote.
    package init(from decoder: any Decoder) throws {
        self.init(decoder.userInfo[.leavesTablesOut] == nil ? try TreeDictionary(from: decoder) : [:])
    }

    /// Writes all objects.
    package func encode(to encoder: any Encoder) throws {
        if encoder.userInfo[.leavesTablesOut] == nil {
            try tree.encode(to: encoder)
        } else {
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }
}
