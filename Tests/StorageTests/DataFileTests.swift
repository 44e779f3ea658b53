import GRDB
import Testing

@testable import Storage

@Suite("A data file")
struct DataFileTests {
    @Test("what was committed is there when it is opened again")
    func keeps() async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        let generation = file.nextGeneration()
        _ = try await file.commit(
            .of("a", generation, parts: ["clock": "1"], rows: ["x": "{\"n\":1}", "y": "{\"n\":\"ä\"}", "z": "3"]))
        _ = try await file.commit(.of("a", generation, parts: ["clock": "2"], rows: ["x": nil, "y": "{\"n\":2}"]))
        try await file.close()

        let worlds = try DataFile(path: folder["worlds.db"]).worlds
        #expect(worlds.map(\.name) == ["a"])
        #expect(worlds[0].texts == ["clock": "2"])
        #expect(worlds[0].objects == ["y": "{\"n\":2}", "z": "3"])
    }

    @Test("a generation is never used twice, whatever has become of it")
    func generations() async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        let (first, second) = (file.nextGeneration(), file.nextGeneration())
        _ = try await file.commit(.of("a", first, rows: ["x": "1"]))
        _ = try await file.commit(.of("a", second, rows: ["y": "1"]))
        try await file.close()
        #expect(try DataFile(path: folder["worlds.db"]).nextGeneration().number == second.number + 1)
    }

    @Test("a generation that only an edited file has is not counted on from")
    func editedGeneration() async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        _ = try await file.commit(.of("a", file.nextGeneration(), rows: ["x": "1"]))
        _ = try await file.commit(.of("b", file.nextGeneration(), rows: ["y": "1"]))
        try await file.database.write { database in
            try database.execute(sql: "UPDATE world SET generation = \(Int64.max) WHERE name = 'b'")
        }
        await #expect(throws: StoreFailure("there is no generation \(Int64.max)")) {
            _ = try await file.commit(.of("b", Generation(number: .max), rows: ["y": "2"]))
        }
        try await file.close()
        let again = try DataFile(path: folder["worlds.db"])
        // Those of "b" are still there, although they are no world's.
        #expect(again.nextGeneration().number == 3)
        let names = try again.names()
        #expect(names.map(\.name) == ["a", "b"])
        #expect(try again.world(names[0]).objects == ["x": "1"])
        #expect(throws: DataRefusal.self) { try again.world(names[1]) }
    }

    @Test("a new generation takes the place of the former one, which is swept away in portions")
    func sweeps() async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        let former = file.nextGeneration()
        for number in 0..<25 {
            _ = try await file.commit(.of("a", former, parts: ["p": "1"], rows: ["row\(number)": "1"]))
        }
        let isLeft = try await file.commit(.of("a", file.nextGeneration(), rows: ["new": "2"]))
        #expect(isLeft)
        #expect(try file.worlds[0].objects == ["new": "2"])

        var counts: [Int] = []
        var sweep = CommitBatch()
        sweep.sweepLimit = 10
        repeat { counts.append(try file.count("rowPack")) } while try await file.commit(sweep)
        #expect(counts == [26, 16, 6])
        #expect(try file.count("rowPack") == 1)
        #expect(try file.count("part") == 0)
        #expect(try file.count("leftover") == 0)
    }

    @Test("a world that is written in portions is seen when the last one is there")
    func stages() async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        _ = try await file.commit(.of("a", file.nextGeneration(), rows: ["old": "1"]))
        let next = file.nextGeneration()
        var portion = CommitBatch()
        portion.staged = [StagedRows(generation: next, rows: try RowPacks([.anchor("new", "1")]))]
        portion.sweepLimit = 100
        _ = try await file.commit(portion)
        #expect(try file.worlds[0].objects == ["old": "1"])
        _ = try await file.commit(.of("a", next, rows: ["newer": "2"]))
        #expect(try file.worlds[0].objects == ["new": "1", "newer": "2"])
    }

    @Test("portions of a world that never came to be are swept away", arguments: [false, true])
    func givesUp(byRestart: Bool) async throws {
        let folder = try TemporaryFolder()
        var file = try DataFile(path: folder["worlds.db"])
        let generation = file.nextGeneration()
        var portion = CommitBatch()
        portion.staged = [StagedRows(generation: generation, rows: try RowPacks([.anchor("new", "1")]))]
        _ = try await file.commit(portion)
        var sweep = CommitBatch()
        sweep.sweepLimit = 100
        if byRestart {
            try await file.close()
            file = try DataFile(path: folder["worlds.db"])
        } else {
            sweep.givenUp = [generation]
        }
        #expect(try await !file.commit(sweep))
        #expect(try file.count("rowPack") == 0)
    }

    @Test("a world that is removed is gone, and its rows with it")
    func removes() async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        _ = try await file.commit(.of("a", file.nextGeneration(), rows: ["x": "1"]))
        var removal = CommitBatch()
        removal.removed = ["a", "never-there"]
        removal.sweepLimit = 100
        #expect(try await !file.commit(removal))
        #expect(try file.worlds.isEmpty)
        #expect(try file.count("rowPack") == 0)
    }

    @Test("a transaction that does not fit on the disk changes nothing, and the next one that does is taken")
    func failsWhole() async throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"])
        let generation = file.nextGeneration()
        _ = try await file.commit(.of("a", generation, parts: ["p": "1"], rows: ["x": "1"]))
        try file.limit(pages: 0)
        let large = "\"\(String(repeating: "x", count: 100_000))\""
        await #expect(throws: StoreFailure("database or disk is full (13)")) {
            _ = try await file.commit(.of("a", generation, parts: ["p": "2"], rows: ["x": "2", "large": large]))
        }
        #expect(try file.worlds[0].texts == ["p": "1"])
        #expect(try file.worlds[0].objects == ["x": "1"])
        try file.limit(pages: 1_000_000)
        _ = try await file.commit(.of("a", generation, rows: ["large": large]))
        #expect(try file.worlds[0].objects["large"] == large)
    }

    @Test("the disk is asked for as much as was wished", arguments: [(DiskSync.normal, 1), (.full, 2)])
    func syncs(sync: DiskSync, pragma: Int) throws {
        let folder = try TemporaryFolder()
        let file = try DataFile(path: folder["worlds.db"], sync: sync)
        #expect(try file.database.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == pragma)
        #expect(try file.database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }
}
