import Assembly
import DrydockTesting
import FoundationEssentials
import Kernel
import Storage
import Testing

@Suite("One world that cannot be read does not lock out the others")
struct SetAsideTests {
    private static let site = #"{"source":"https://example.com"}"#

    @Test("it is set aside: every request to it says so, all others go on, and the file keeps it as it is")
    func others() async throws {
        let folder = try DataFolder()
        let token = try await Self.fill(folder, worlds: ["spoiled", "sound"])
        try await folder.spoil("spoiled")
        let kept = try folder.world("spoiled")

        try await withDrydock(folder.configuration()) { drydock in
            let listed = try await drydock.get("/v1/applications", key: "sk@sound")
            #expect(listed["applications"]?.array?.count == 1)
            _ = try await drydock.post("/v1/applications", Self.site, key: "sk@sound")
            for answer in [
                try await drydock.get("/v1/applications", key: "sk@spoiled"),
                try await drydock.send("GET", "/v1/sessions", headers: ["X-Drydock-World": "spoiled"]),
                try await drydock.send("GET", "/identity/create?token=\(token)", key: ""),
                try await AnonCaller(drydock, bearer: "anon_test@spoiled").get("/org/userPool/x"),
                try await drydock.get("/_drydock/clock?world=spoiled"),
                try await drydock.get("/_drydock/snapshots?world=spoiled"),
                try await drydock.get("/_drydock/events?world=spoiled"),
                try await drydock.get("/_drydock/credentials?world=spoiled"),
                try await drydock.post("/_drydock/reset?world=spoiled"),
                try await drydock.post("/_drydock/snapshots?world=spoiled"),
                try await drydock.send("PUT", "/_drydock/scenario?world=spoiled", body: #"{"name":"demo"}"#),
                try await drydock.post("/_drydock/identity-tokens/\(token)/complete", #"{"outcome":"success"}"#),
            ] {
                #expect(answer.status == 409, "\(answer.text)")
                #expect(answer.header("X-Drydock-Reason") == "world.setAside")
                #expect(answer.text.contains("DELETE /_drydock/worlds/spoiled"))
            }
            let worlds = try await drydock.get("/_drydock/worlds")
            let names = worlds["worlds"]?.array?.compactMap { $0.object?["name"]?.string }
            #expect(names == ["default", "sound"])
            #expect(worlds["setAside.0.name"] == "spoiled")
            #expect(worlds["setAside.0.row"]?.string?.hasPrefix("applications \"") == true, "\(worlds.text)")
            #expect(worlds["setAside.0.problem"]?.string?.isEmpty == false)
        }
        let after = try folder.world("spoiled")
        #expect(after.parts == kept.parts)
        #expect(after.rows == kept.rows)
        #expect(after.generation == kept.generation)
    }

    @Test("it is dropped like any other: then its name is free, and the file has nothing of it any more")
    func dropped() async throws {
        let folder = try DataFolder()
        _ = try await Self.fill(folder, worlds: ["spoiled"])
        try await folder.spoil("spoiled")
        try await withDrydock(folder.configuration()) { drydock in
            let removed = try await drydock.send("DELETE", "/_drydock/worlds/spoiled")
            #expect(removed.text == #"{"dropped":true}"#)
            #expect(try await drydock.send("DELETE", "/_drydock/worlds/spoiled").status == 404)
            #expect(try await drydock.get("/_drydock/worlds")["setAside"] == nil)
        }
        #expect(throws: (any Error).self) { try folder.world("spoiled") }
        try await withDrydock(folder.configuration()) { drydock in
            let fresh = try await drydock.get("/v1/applications", key: "sk@spoiled")
            #expect(fresh["applications"]?.array?.isEmpty == true)
        }
    }

    @Test("the default world can be it as well: the control plane answers on, and the world can be dropped")
    func defaultWorld() async throws {
        let folder = try DataFolder()
        _ = try await Self.fill(folder, worlds: ["default", "sound"])
        try await folder.spoil("default")
        let kept = try folder.world("default")
        try await withDrydock(folder.configuration()) { drydock in
            let health = try await drydock.get("/_drydock/health")
            #expect(health.status == 200)
            #expect(try await drydock.get("/v1/applications").status == 409)
            #expect(try await drydock.get("/_drydock/clock").header("X-Drydock-Reason") == "world.setAside")
            #expect(try await drydock.get("/v1/applications", key: "sk@sound").status == 200)
        }
        #expect(try folder.world("default").rows == kept.rows)
        try await withDrydock(folder.configuration()) { drydock in
            _ = try await drydock.send("DELETE", "/_drydock/worlds/default")
            #expect(try await drydock.get("/v1/applications")["applications"]?.array?.isEmpty == true)
        }
    }

    @Test("a file none of whose worlds can be read is refused whole, in one line that says what is wrong")
    func none() async throws {
        let folder = try DataFolder()
        _ = try await Self.fill(folder, worlds: ["spoiled"])
        for name in ["default", "spoiled"] { try await folder.spoil(name) }
        let configuration = try folder.configuration()
        let failure = try await #require(throws: DrydockFailure.self) {
            try await withDrydock(configuration) { _ in }
        }
        #expect(failure.reason.hasPrefix("the data file \(folder.file) cannot be used: world default"))
        #expect(!failure.reason.contains("\n"))
    }

    @Test("a world whose ids are another one's is set aside, too")
    func foreignIDs() async throws {
        let folder = try DataFolder()
        _ = try await Self.fill(folder, worlds: ["one", "two"])
        let (one, two) = (try folder.world("one"), try folder.world("two"))
        var rows = RowPacks()
        let anchor = try #require(two.parts["anchor"])
        try rows.append(part: "anchor", anchor)
        try await folder.write(WorldUpdate(name: "one", generation: one.generation, parts: [:], rows: rows))
        try await withDrydock(folder.configuration()) { drydock in
            let one = try await drydock.get("/v1/applications", key: "sk@one")
            #expect(one.status == 409)
            #expect(try await drydock.get("/v1/applications", key: "sk@two").status == 200)
        }
    }

    /// Makes these worlds, each with an application; returns an identity token of the first.
    private static func fill(_ folder: DataFolder, worlds: [String]) async throws -> String {
        try await withDrydock(folder.configuration()) { drydock in
            // One in the default world as well.
            for name in ["default"] + worlds {
                _ = try await drydock.send(
                    "POST", "/v1/applications", body: site, headers: ["X-Drydock-World": name])
            }
            return worlds[0] == "default" ? "" : try await Flow(drydock, key: "sk@\(worlds[0])").token()
        }
    }
}

extension DataFolder {
    private struct NoSuchWorld: Error {}

    /// What the file has of a world.
    fileprivate func world(_ name: String) throws -> StoredWorld {
        let file = try DataFile(path: file)
        guard let found = try file.names().first(where: { $0.name == name }) else { throw NoSuchWorld() }
        return try file.world(found)
    }

    /// Puts something into the file behind everybody's back.
    fileprivate func write(_ update: WorldUpdate) async throws {
        let file = try DataFile(path: file)
        var batch = CommitBatch()
        batch.updates = [update]
        _ = try file.write(batch)
        try await file.close()
    }

    /// Makes the first application of a world one that nobody can read.
    fileprivate func spoil(_ name: String) async throws {
        let world = try world(name)
        guard let row = world.rows.first(where: { $0.key.table == "applications" }) else { throw NoSuchWorld() }
        try await write(
            WorldUpdate(
                name: name, generation: world.generation, parts: [:],
                rows: RowPacks([StoredRow(key: row.key, value: Array(#"{"no":"application"}"#.utf8))])))
    }
}
