public import HashTreeCollections

/// The newest of many objects, for those who show a few of them: in one look at each, keeping no more than are asked for.
extension Table {
    /// Objects that come last in some order, and how many there are.
    public struct Newest: Sendable {
        /// How many objects there are that were asked for.
        public let count: Int
        /// The last of them, the last first.
        public let rows: [(key: Key, value: Value)]

        @inlinable
        init(count: Int, rows: [(key: Key, value: Value)]) {
            self.count = count
            self.rows = rows
        }
    }

    /// The objects that come last in the order of `place`.
    ///
    /// - Parameters:
    ///   - most: how many at most.
    ///   - isWanted: which count at all.
    @inlinable
    public func newest<Place: Comparable>(
        _ most: Int, where isWanted: (Value) -> Bool = { _ in true }, by place: (Value) -> Place
    ) -> Newest {
        var count = 0
        // In order, the oldest first.
        var kept: [(place: Place, row: (key: Key, value: Value))] = []
        kept.reserveCapacity(min(most, objects.count) + 1)
        for (key, value) in objects where isWanted(value) {
            count += 1
            let own = place(value)
            if kept.count == most {
                guard let oldest = kept.first, oldest.place < own else { continue }
                kept.removeFirst()
            }
            var index = kept.count
            while index > 0, own < kept[index - 1].place { index -= 1 }
            kept.insert((own, (key, value)), at: index)
        }
        return Newest(count: count, rows: kept.reversed().map(\.row))
    }
}
