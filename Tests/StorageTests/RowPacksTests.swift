import GRDB
import Testing

@testable import Storage

@Suite("Rows that the file has together")
struct RowPacksTests {
    @Test(
        "are read as they were written, in their order, however large each is", arguments: [0, 1, 500, 20_000, 100_000])
    func reads(size: Int) throws {
        let rows = (0..<40).map { number in
            StoredRow.anchor(
                "\"\(number)\"", number % 3 == 2 ? nil : "{\"text\":\"\(String(repeating: "ä", count: size))\"}")
        }
        let packs = try RowPacks(rows)
        #expect(packs.rowCount == rows.count)
        #expect(try packs.texts.flatMap { try RowPacks.rows(of: $0) } == rows)
    }

    @Test("end where they are full")
    func ends() throws {
        let row = StoredRow.anchor("\"x\"", "\"\(String(repeating: "x", count: 1000))\"")
        let packs = try RowPacks(Array(repeating: row, count: 100))
        #expect(packs.count == 6)
        #expect(packs.texts.count == 6)
        #expect(packs.texts.allSatisfy { $0.utf8.count < 18_000 })
        #expect(RowPacks().isEmpty && RowPacks().texts.isEmpty)
    }

    @Test("are refused where one would be read as something else", arguments: ["\t", "\n"])
    func refuses(character: String) throws {
        for row in [StoredRow.anchor("\"\(character)\"", "1"), .anchor("\"x\"", "[\(character)]")] {
            #expect(throws: StoreFailure("a row has a tab or a line break")) { try RowPacks([row]) }
        }
    }

    @Test("forget what was before the last of each key, once there are many")
    func forgets() throws {
        let few = [StoredRow.anchor("x", "1"), .anchor("y", "1"), .anchor("x", nil), .anchor("y", "2")]
        var packs = try RowPacks(few)
        packs.forgetFormerRows()
        #expect(packs.rowCount == few.count)
        packs = try RowPacks((1...500).flatMap { _ in few })
        packs.forgetFormerRows()
        #expect(packs.rowCount == 2)
        #expect(try packs.texts.flatMap { try RowPacks.rows(of: $0) } == [.anchor("x", nil), .anchor("y", "2")])
    }

    @Test(
        "are unreadable where a line has too little or too much",
        arguments: ["anchor\tsessions\t\"x\"", "a\tb\tc\td\te"])
    func unreadable(line: String) throws {
        #expect(throws: StoreFailure.self) { try RowPacks.rows(of: "anchor\tsessions\t1\t2\n\(line)\n") }
    }

    @Test("have small parts of the world among them, which count before those in the table of parts")
    func parts() async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        let generation = file.nextGeneration()
        func commit(_ parts: [String: String], _ lines: [(String, String?)]) async throws -> [String: String] {
            var rows = try RowPacks([.anchor("x", "1")])
            for (name, json) in lines { try rows.append(part: name, json.map { Array($0.utf8) }) }
            var batch = CommitBatch()
            batch.updates = [
                WorldUpdate(
                    name: "a", generation: generation, parts: parts.mapValues { Array($0.utf8) }, rows: rows)
            ]
            _ = try await file.commit(batch)
            let world = try file.worlds[0]
            #expect(world.objects == ["x": "1"])
            return world.texts
        }
        #expect(try await commit(["p": "1"], [("q", "1")]) == ["p": "1", "q": "1"])
        #expect(try await commit([:], [("p", "2"), ("q", "2")]) == ["p": "2", "q": "2"])
        #expect(try await commit(["p": "3"], [("p", nil), ("q", nil)]) == ["p": "3"])
        #expect(try await commit([:], [("p", "4")]) == ["p": "4"])
    }

    @Test("go behind those that are there, whether or not somebody knows how many they are", arguments: [false, true])
    func follows(isKnown: Bool) async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        let generation = file.nextGeneration()
        _ = try await file.commit(.of("a", generation, rows: ["x": "1"]))
        _ = try await file.commit(.of("a", generation, rows: ["y": "1"]))
        let lastPack = try file.worlds[0].lastPack
        #expect(lastPack == 2)
        var batch = CommitBatch()
        batch.updates = [
            WorldUpdate(
                name: "a", generation: generation, parts: [:], rows: try RowPacks([.anchor("x", "2")]),
                lastPack: isKnown ? lastPack : nil)
        ]
        #expect(try await !file.commit(batch))
        #expect(try file.worlds[0].objects == ["x": "2", "y": "1"])
        #expect(try file.worlds[0].lastPack == 3)
        #expect(try file.worlds[0].rowCount == 3)
    }

    @Test("come out of the rows of an earlier release, the last of each key first or last", arguments: [1, 2])
    func converts(version: Int) async throws {
        let folder = try TemporaryFolder()
        let path = folder["worlds.db"]
        let file = try DataFile(path: path)
        let (first, second) = (file.nextGeneration(), file.nextGeneration())
        _ = try await file.commit(.of("a", first, parts: ["p": "1"]))
        _ = try await file.commit(.of("b", second, parts: ["p": "2"]))
        try await file.close()
        try Self.write(version: version, at: path)

        let again = try DataFile(path: path)
        #expect(try again.worlds.map(\.texts) == [["p": "1"], ["p": "2"]])
        #expect(try again.worlds.map(\.objects) == [["\"x\"": "{  \"n\": 2 }"], ["\"y\"": "\"ö\""]])
        _ = try await again.commit(.of("a", first, rows: ["\"x\"": nil, "\"z\"": "3"]))
        try await again.close()
        #expect(try DataFile(path: path).worlds.map(\.objects) == [["\"z\"": "3"], ["\"y\"": "\"ö\""]])
    }

    /// Makes of a file one of an earlier version, with some rows.
    private static func write(version: Int, at path: String) throws {
        let database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    DROP TABLE rowPack;
                    CREATE TABLE row (
                        generation INTEGER NOT NULL, \(version == 1 ? "" : "number INTEGER NOT NULL,")
                        vendor TEXT NOT NULL, tableName TEXT NOT NULL, key TEXT NOT NULL, value TEXT,
                        PRIMARY KEY (generation, \(version == 1 ? "vendor, tableName, key" : "number"))
                    ) WITHOUT ROWID, STRICT;
                    PRAGMA user_version = \(version);
                    """)
            // Version 1 had each key once.
            let rows: [(Int, String, String?)] =
                version == 1
                ? [(1, "\"x\"", "{\n\t\"n\": 2 }"), (2, "\"y\"", "\"ö\"")]
                : [
                    (1, "\"x\"", "1"), (1, "\"gone\"", "1"), (2, "\"y\"", "\"ö\""), (1, "\"gone\"", nil),
                    (1, "\"x\"", "{\n\t\"n\": 2 }"),
                ]
            for (number, row) in rows.enumerated() {
                let numbers = version == 1 ? [row.0] : [row.0, number + 1]
                let marks = numbers.map { _ in "?" }.joined(separator: ", ")
                try database.execute(
                    sql: "INSERT INTO row VALUES (\(marks), 'anchor', 'sessions', ?, ?)",
                    arguments: StatementArguments(numbers) + [row.1, row.2])
            }
        }
        try database.close()
    }
}
