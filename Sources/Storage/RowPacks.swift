#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Rows on their way to the file, which has several together: packs of lines, in the order in which the rows were touched.
///
/// A line is the vendor, the table, the key and the object, with tabs between them; what is gone has no object. Together, because
/// a statement of SQLite's costs a multiple of one more line. For the same reason small parts of a world are lines as well:
/// their name, and no table and no key.
package struct RowPacks: Sendable {
    /// A pack that has so many bytes is full: what is read or swept away at once is so many packs.
    private static let size = 16 << 10
    private static let tab = UInt8(ascii: "\t")
    private static let lineBreak = UInt8(ascii: "\n")

    /// How many rows there are.
    package private(set) var rowCount = 0
    /// Those that are full.
    private var full: [[UInt8]] = []
    /// The last one.
    private var lines: [UInt8] = []
    /// With how many rows it is worth looking for former ones.
    private var enough = 1000

    /// None.
    package init() {}

    /// These rows. Throws `StoreFailure` for what no line can have.
    package init(_ rows: [StoredRow]) throws(StoreFailure) {
        for row in rows {
            try Self.withBytes(of: row.key.key) { (key) throws(StoreFailure) in
                try Self.withBytes(of: row.value ?? []) { (value) throws(StoreFailure) in
                    try append(
                        vendor: row.key.vendor, table: row.key.table, key: key, value: row.value == nil ? nil : value)
                }
            }
        }
    }

    /// Whether there are none.
    package var isEmpty: Bool { rowCount == 0 }

    /// How many packs they are.
    package var count: Int { full.count + (lines.isEmpty ? 0 : 1) }

    /// The packs, as the file has them.
    var texts: [String] { (lines.isEmpty ? full : full + [lines]).map { String(decoding: $0, as: UTF8.self) } }

    /// Adds a row: its key and its object as JSON, nil for one that is gone. Throws `StoreFailure` and adds nothing if either has a
    /// tab or a line break, which JSON as rows are written has not.
    package mutating func append(
        vendor: String, table: String, key: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>?
    ) throws(StoreFailure) {
        for part in [key, value ?? key] {
            guard let start = part.baseAddress else { continue }
            for byte in [Self.tab, Self.lineBreak] where memchr(start, Int32(byte), part.count) != nil {
                throw StoreFailure("a row has a tab or a line break")
            }
        }
        if lines.isEmpty { lines.reserveCapacity(Self.size / 2) }
        lines.append(contentsOf: vendor.utf8)
        lines.append(Self.tab)
        lines.append(contentsOf: table.utf8)
        lines.append(Self.tab)
        lines.append(contentsOf: key)
        lines.append(Self.tab)
        if let value { lines.append(contentsOf: value) }
        lines.append(Self.lineBreak)
        rowCount += 1
        if lines.count >= Self.size {
            full.append(lines)
            lines = []
        }
    }

    /// Adds a part of the world, in place of the one in the table of parts if there is one; nil if that counts again. Throws as the
    /// other does.
    package mutating func append(part name: String, _ json: [UInt8]?) throws(StoreFailure) {
        try Self.withBytes(of: json ?? []) { (bytes) throws(StoreFailure) in
            let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
            try append(vendor: name, table: "", key: nothing, value: json == nil ? nil : bytes)
        }
    }

    /// Forgets what rows were before they were touched again, once there are many: of those with the same key, the last one counts.
    /// There are never many more than a thousand, or than twice as many as there are keys.
    package mutating func forgetFormerRows() {
        guard rowCount >= enough else { return }
        var log = RowLog()
        for text in texts {
            // What was written here can be read; if it cannot, it stays as it is.
            guard let rows = try? Self.rows(of: text) else { return }
            log.append(rows)
        }
        guard let latest = try? RowPacks(log.latest) else { return }
        self = latest
        enough = max(enough, rowCount * 2)
    }

    // MARK: Reading

    /// What is on each line of a pack. Throws `StoreFailure` for a line that has not four parts.
    static func rows(of text: String) throws(StoreFailure) -> [StoredRow] {
        var rows: [StoredRow] = []
        for line in text.utf8.split(separator: lineBreak) {
            let parts = line.split(separator: tab, omittingEmptySubsequences: false)
            guard parts.count == 4 else { throw StoreFailure("a row has \(parts.count) parts in place of 4") }
            let key = StoredRow.Key(
                vendor: String(Substring(parts[0])), table: String(Substring(parts[1])), key: Array(parts[2]))
            rows.append(StoredRow(key: key, value: parts[3].isEmpty ? nil : Array(parts[3])))
        }
        return rows
    }

    private static func withBytes(
        of bytes: [UInt8], _ use: (UnsafeBufferPointer<UInt8>) throws(StoreFailure) -> Void
    ) throws(StoreFailure) {
        try bytes.withUnsafeBufferPointer(use)
    }
}

/// Rows as they are read: of those with the same key, the last one counts.
struct RowLog {
    /// The last one of each key, those included that say that the object is gone, and parts.
    private(set) var latest: [StoredRow] = []
    private var places: [StoredRow.Key: Int] = [:]
    /// How many rows there were.
    private(set) var count = 0

    /// The objects that there are.
    var rows: [StoredRow] { latest.filter { $0.value != nil && !$0.key.table.isEmpty } }

    /// The world's parts among them.
    var parts: [String: [UInt8]] {
        var parts: [String: [UInt8]] = [:]
        for row in latest where row.key.table.isEmpty { parts[row.key.vendor] = row.value }
        return parts
    }

    /// Adds later ones.
    mutating func append(_ rows: [StoredRow]) {
        for row in rows {
            if let place = places.updateValue(places[row.key] ?? latest.count, forKey: row.key) {
                latest[place] = row
            } else {
                latest.append(row)
            }
        }
        count += rows.count
    }
}
