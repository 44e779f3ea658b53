package import Kernel

/// What was made, changed and removed between two snapshots, and the same in one sentence.
package struct SnapshotDifference: Sendable {
    /// What differs in one table.
    package struct Part: Sendable {
        let name: String
        let noun: TableNoun
        let rows: [TableDifference.Row]

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
    ///   - ends: their ids, or `now`.
    ///   - parts: what differs, table by table.
    package init(world: WorldName, from: String, to: String, parts: [Part]) {
        self.world = world
        ends = (from, to)
        self.parts = parts.filter { !$0.rows.isEmpty }
    }

    /// For example `1 Anchor identity and 1 Anchor session were made; 1 Anchor identity token was changed`.
    ///
    /// It tells everything: a test that compares it with a text asserts that exactly this has happened.
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
