import DrydockTesting
import Kernel
import Testing

@Suite("Snapshots")
struct SnapshotTests {
    private static let site = #"{"source":"https://example.com"}"#

    @Test("a restored world answers byte for byte as before", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func replay(seed: UInt64) async throws {
        try await withDrydock(clock: "2026-01-01T00:00:00Z", seed: seed) { drydock in
            var before = RandomTraffic(drydock, world: "again", seed: seed)
            _ = try await before.run(60)
            _ = try await drydock.post("/_drydock/snapshots?world=again", #"{"name":"here"}"#)
            var first = before
            let answers = try await first.run(120)
            let journal = try await Self.journal(of: "again", on: drydock)
            for round in 1...2 {
                #expect(try await drydock.post("/_drydock/snapshots/here/restore?world=again").status == 200)
                var again = before
                let replayed = try await again.run(120)
                #expect(replayed == answers, "seed \(seed), round \(round)")
                #expect(try await Self.journal(of: "again", on: drydock) == journal, "seed \(seed), round \(round)")
            }
            #expect(Set(answers.map { $0.split(separator: "\n")[1] }).count > 3)
        }
    }

    /// What the journal says, without the requests' headers: the client sends them in no particular order.
    private static func journal(of world: String, on drydock: RunningDrydock) async throws -> [[JSONValue?]] {
        let journal = try await drydock.get("/_drydock/requests?world=\(world)&secrets=shown")
        return try #require(journal["requests"]?.array).map { entry in
            ["number", "at", "operation", "rule", "reason", "request.path", "response"].map { entry[path: $0] }
        }
    }

    @Test("a snapshot tells what it is of, is listed, and goes when it is deleted")
    func life() async throws {
        try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
            _ = try await drydock.post("/v1/applications", Self.site)
            let taken = try await drydock.post("/_drydock/snapshots")
            #expect(taken.status == 201)
            let objects = try #require(taken["objects"])
            #expect(
                taken.json == [
                    "id": "snapshot-1", "world": "default", "scenario": "default", "now": "2026-01-01T00:00:00.000Z",
                    "requests": 1, "objects": objects,
                ])
            let second = try await drydock.post("/_drydock/snapshots")
            #expect(second["id"] == "snapshot-2")
            #expect(try await drydock.get("/_drydock/snapshots")["snapshots"] == [taken.json, second.json])
            #expect(try await drydock.get("/_drydock/snapshots?world=other")["snapshots"] == [])
            #expect(try await drydock.send("DELETE", "/_drydock/snapshots/snapshot-1").json == taken.json)
            let gone = try await drydock.post("/_drydock/snapshots/snapshot-1/restore")
            #expect(gone.status == 404)
            #expect(gone["error.message"] == "The world has no snapshot snapshot-1; did you mean snapshot-2?")
            #expect(try await drydock.post("/_drydock/snapshots")["id"] == "snapshot-3")
        }
    }

    @Test("snapshots survive a reset and a loaded scenario, and go with their world")
    func survival() async throws {
        try await withDrydock { drydock in
            let made = try await drydock.post("/v1/applications", Self.site, key: "sk@w")
            let id = try #require(made["id"]?.string)
            _ = try await drydock.post("/_drydock/snapshots?world=w", #"{"name":"full"}"#)
            _ = try await drydock.post("/_drydock/reset?world=w")
            _ = try await drydock.send("PUT", "/_drydock/scenario?world=w", body: #"{"name":"no-credits"}"#)
            _ = try await drydock.post("/_drydock/snapshots/full/restore?world=w")
            #expect(try await drydock.get("/v1/applications/\(id)", key: "sk@w").status == 200)
            #expect(try await drydock.get("/_drydock/scenario?world=w")["scenario"] == "default")
            _ = try await drydock.send("DELETE", "/_drydock/worlds/w")
            #expect(try await drydock.get("/_drydock/snapshots?world=w")["snapshots"] == [])
        }
    }

    @Test("the name of another snapshot, and the word for the present, are refused", arguments: ["here", "now"])
    func names(name: String) async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots", #"{"name":"here"}"#)
            let refused = try await drydock.post("/_drydock/snapshots", #"{"name":"\#(name)"}"#)
            #expect(refused.status == 409)
            #expect(refused["error.reason"] == "snapshot.exists")
        }
    }

    @Test("a delayed answer of the world that is left comes at once, and its request is in no journal")
    func pending() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots")
            _ = try await drydock.post("/_drydock/rules", #"{"on":"anchor.*","effect":{"delay":"1h"}}"#)
            async let delayed = drydock.post("/v1/applications", Self.site)
            while try await drydock.get("/_drydock/clock")["pending"]?.array?.isEmpty != false {}
            _ = try await drydock.post("/_drydock/snapshots/snapshot-1/restore")
            #expect(try await delayed.status == 201)
            #expect(try await drydock.get("/v1/applications")["applications"] == [])
            #expect(try await drydock.get("/_drydock/requests")["requests"]?.array?.count == 1)
        }
    }

    @Test("restores under load neither fail a request nor let a later object through")
    func load() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots?world=w")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let made = try await drydock.post(
                            "/v1/applications", #"{"source":"https://a\#(number).test"}"#, key: "sk@w")
                        #expect(made.status == 201)
                    }
                }
                for _ in 0..<20 {
                    group.addTask {
                        let restored = try await drydock.post("/_drydock/snapshots/snapshot-1/restore?world=w")
                        #expect(restored.status == 200)
                    }
                }
                try await group.waitForAll()
            }
            _ = try await drydock.post("/_drydock/snapshots/snapshot-1/restore?world=w")
            #expect(try await drydock.get("/v1/applications", key: "sk@w")["applications"] == [])
            #expect(try await drydock.get("/_drydock/requests?world=w")["requests"]?.array?.count == 1)
        }
    }

    @Test("a running clock goes on from where the snapshot has it")
    func clock() async throws {
        try await withDrydock(clock: "running") { drydock in
            _ = try await drydock.post("/_drydock/snapshots")
            _ = try await drydock.post("/_drydock/clock", #"{"advance":"24h"}"#)
            let later = try #require(try await drydock.get("/_drydock/clock")["now"]?.string)
            _ = try await drydock.post("/_drydock/snapshots/snapshot-1/restore")
            let clock = try await drydock.get("/_drydock/clock")
            #expect(clock["mode"] == "running")
            #expect(try #require(clock["now"]?.string) < later)
        }
    }
}
