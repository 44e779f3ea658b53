package import Kernel

/// What was made, changed and removed between two snapshots, row by row and in one sentence.
package struct SnapshotDifference: Sendable {
    /// What differs in one table.
    package struct Part: Sendable {
        fileprivate let name: String
        fileprivate let noun: TableNoun
        fileprivate let rows: [TableDifference.Row]

        /// - Parameters:
        ///   - vendor: `anchor` or `anon`.
        ///   - table: what differs.
        package init(vendor: String, _ table: TableDifference) {
            name = "\(vendor).\(table.name)"
            noun = TableNoun(vendor: vendor, table: table.name)
            rows = table.rows
        }
    }

    private let world: WorldName
    private let ends: (from: String, to: String)
    private let parts: [Part]

    /// - Parameters:
    ///   - world: the world of both.
    ///   - from: the id of the first, or `now`.
    ///   - to: the id of the second, or `now`.
    ///   - parts: what differs, table by table.
    package init(world: WorldName, from: String, to: String, parts: [Part]) {
        self.world = world
        ends = (from, to)
        self.parts = parts.filter { !$0.rows.isEmpty }
    }

    /// For example `1 Anchor identity and 1 Anchor session were made; 1 Anchor identity token was changed`.
    ///
    /// It leaves nothing out: a test that compares it with a text asserts that exactly this has happened.
    package var summary: String {
        let clauses = RowChange.allCases.compactMap { change -> String? in
            let counted = parts.map { part in (part.noun, part.rows.count { change.fits($0) }) }.filter { $0.1 > 0 }
            guard !counted.isEmpty else { return nil }
            let isOne = counted.count == 1 && counted[0].1 == 1
            let things = Self.enumeration(counted.map { noun, count in noun.counted(count) })
            return "\(things) \(isOne ? "was" : "were") \(change.rawValue)"
        }
        return clauses.isEmpty ? "nothing was made, changed or removed" : clauses.joined(separator: "; ")
    }

    private static func enumeration(_ things: [String]) -> String {
        guard things.count > 1, let last = things.last else { return things.first ?? "" }
        return "\(things.dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension SnapshotDifference: JSONWritable {
    /// `{world, from, to, summary, made, changed, removed}`, the last three by table, as `anchor.identities`.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("from", ends.from)
            json.member("to", ends.to)
            json.member("summary", summary)
            json.member("made", object: { write(.made, to: &$0) })
            json.member("changed", object: { write(.changed, to: &$0) })
            json.member("removed", object: { write(.removed, to: &$0) })
        }
    }

    private func write(_ change: RowChange, to json: inout JSONWriter) {
        for part in parts {
            let rows = part.rows.filter(change.fits)
            if !rows.isEmpty { json.member(named: part.name, rows.map(ShownRow.init)) }
        }
    }
}

/// What became of an object between two snapshots.
private enum RowChange: String, CaseIterable {
    case made
    case changed
    case removed

    /// Whether this is what became of `row`.
    func fits(_ row: TableDifference.Row) -> Bool {
        switch (row.old, row.new) {
        case (nil, _): self == .made
        case (_, nil): self == .removed
        default: self == .changed
        }
    }
}

/// An object that was made, changed or removed: as it is, as it was, or both and the names of the members that differ.
private struct ShownRow: JSONWritable {
    let row: TableDifference.Row

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", row.key)
            if let old = row.old { json.member("before", old) }
            if let new = row.new { json.member("after", new) }
            if let old = row.old?.object, let new = row.new?.object {
                json.member("differs", Self.names(old, new))
            }
        }
    }

    private static func names(_ old: JSONObject, _ new: JSONObject) -> [String] {
        let names = new.members.map(\.name) + old.members.map(\.name).filter { new[$0] == nil }
        return names.filter { old[$0] != new[$0] }
    }
}

/// What a vendor calls the objects of a table, in words: `identityTokens` of `anchor` are Anchor identity tokens.
private struct TableNoun: Sendable {
    private let one: String
    private let many: String

    init(vendor: String, table: String) {
        let words = Self.words(table)
        let owner = vendor.prefix(1).uppercased() + vendor.dropFirst()
        many = "\(owner) \(words)"
        one = many.hasSuffix("ies") ? many.dropLast(3) + "y" : String(many.dropLast(many.hasSuffix("s") ? 1 : 0))
    }

    /// For example `1 Anchor identity`, `3 Anon app users`.
    func counted(_ count: Int) -> String { "\(count) \(count == 1 ? one : many)" }

    private static func words(_ name: String) -> String {
        let spaced = name.reduce(into: "") { text, letter in
            text += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
        }
        return spaced.hasPrefix("sdk ") ? "SDK" + spaced.dropFirst(3) : spaced
    }
}
