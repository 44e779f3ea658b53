/// A world as it was read from a file.
package struct StoredWorld: Sendable {
    /// Its name.
    package let name: String
    /// Its current generation.
    package let generation: Generation
    /// What it is besides its objects, by name: JSON.
    package let parts: [String: [UInt8]]
    /// Its objects, by vendor and table.
    package let rows: [StoredRow]
    /// How many rows the file has of them, former ones included.
    package let rowCount: Int
    /// The number of the last pack of rows that the file has of it; 0 if there is none.
    package let lastPack: Int64
}

/// One object of a vendor's as the file has it.
package struct StoredRow: Sendable, Equatable {
    /// Where the object is, within its world's generation.
    package struct Key: Hashable, Sendable {
        /// The vendor's name, for example `anchor`.
        package let vendor: String
        /// The table's name, for example `sessions`.
        package let table: String
        /// The row's key as JSON.
        package let key: [UInt8]

        /// A row's place.
        package init(vendor: String, table: String, key: [UInt8]) {
            self.vendor = vendor
            self.table = table
            self.key = key
        }
    }

    /// Where the object is.
    package let key: Key
    /// The object as JSON; nil if it is to be removed.
    package let value: [UInt8]?

    /// An object at its place, or none there.
    package init(key: Key, value: [UInt8]?) {
        self.key = key
        self.value = value
    }
}

/// One life of a world in the file: from one reset, load or restore to the next. Never used twice in a file.
package struct Generation: Hashable, Sendable {
    /// How many bits of a pack's id say which of its generation's it is; those above are the generation's number. A world that
    /// had so many packs would have been written anew long before.
    static let packBits: Int64 = 28
    /// The first number that no generation has, as a server would need centuries to come so far; an edited file can have any.
    static let limit: Int64 = 1 << 35

    /// Counted from 1.
    let number: Int64

    /// The id before those that its packs can have, and the last one of them; nil for one that only an edited file can have.
    var packIDs: (before: Int64, last: Int64)? {
        guard (1..<Self.limit).contains(number) else { return nil }
        let before = number << Self.packBits
        return (before, before + (1 << Self.packBits) - 1)
    }
}
