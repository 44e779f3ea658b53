import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Snapshots as documents")
struct SnapshotExportTests {
    @Test(
        "another server answers byte for byte as the one that exported, after a reset, too",
        arguments: [7, 8] as [UInt64])
    func elsewhere(seed: UInt64) async throws {
        let (document, before, answers, fresh) = try await withDrydock(clock: "2026-01-01T00:00:00Z", seed: seed) {
            drydock in
            var before = RandomTraffic(drydock, world: "w", seed: seed)
            _ = try await before.run(80)
            _ = try await drydock.post("/_drydock/snapshots?world=w")
            let document = try await drydock.get("/_drydock/snapshots/snapshot-1?world=w")
            #expect(document.status == 200)
            var first = before
            let answers = try await first.run(80)
            _ = try await drydock.post("/_drydock/reset?world=w")
            var fresh = RandomTraffic(drydock, world: "w", seed: 99)
            return (document.text, before, answers, try await fresh.run(30))
        }
        try await withDrydock(clock: "2026-01-01T00:00:00Z", seed: 12_345) { drydock in
            let imported = try await drydock.send("PUT", "/_drydock/snapshots", body: document)
            #expect(imported.status == 201, "\(imported.text)")
            #expect(imported["world"] == "w")
            #expect(try await drydock.post("/_drydock/snapshots/snapshot-1/restore?world=w").status == 200)
            var again = before.moved(to: drydock)
            let replayed = try await again.run(80)
            #expect(zip(replayed, answers).first { $0 != $1 } == nil)
            let exported = try await drydock.get("/_drydock/snapshots/snapshot-1?world=w")
            #expect(exported.text.utf8.count == document.utf8.count)
            _ = try await drydock.post("/_drydock/reset?world=w")
            var anew = RandomTraffic(drydock, world: "w", seed: 99)
            let rerun = try await anew.run(30)
            #expect(zip(rerun, fresh).first { $0 != $1 } == nil)
        }
    }

    @Test("a document survives other white space and another order of members")
    func rewritten() async throws {
        try await withDrydock { drydock in
            let flow = Flow(drydock)
            _ = try await flow.complete(try await flow.token())
            _ = try await drydock.post("/_drydock/snapshots")
            let document = try await drydock.get("/_drydock/snapshots/snapshot-1")
            let members = try #require(document.json.object).members
            let turned = JSONValue.object(JSONObject(members.reversed().map { ($0.name, $0.value) }))
            let spaced = JSONWriter.text(turned).replacing(#"":"#, with: "\"  :\n ")
            let imported = try await drydock.send("PUT", "/_drydock/snapshots?name=turned", body: spaced)
            #expect(imported.status == 201, "\(imported.text)")
            let diff = try await drydock.get("/_drydock/snapshots/turned/diff/snapshot-1")
            #expect(diff["summary"] == "nothing was made, changed or removed")
        }
    }

    /// What is wrong, how the document is spoiled, and how the refusal goes.
    private static let mistakes: [(name: String, spoil: @Sendable (String) -> String, status: Int, reason: String)] = [
        ("no JSON", { String($0.dropLast()) }, 400, "body.notJSON"),
        ("nothing", { _ in "" }, 400, "body.notJSON"),
        ("another thing", { _ in #"{"name":"demo"}"# }, 422, "snapshot.unreadable"),
        ("a list", { _ in "[1]" }, 422, "snapshot.unreadable"),
        (
            "another layout", { $0.replacing(#""drydockSnapshot":1"#, with: #""drydockSnapshot":2"#) }, 422,
            "snapshot.otherVersion"
        ),
        (
            "another layout of a vendor", { $0.replacing(#""version":1"#, with: #""version":9"#) }, 422,
            "snapshot.otherVersion"
        ),
        ("a changed name", { $0.replacing("example.com", with: "example.org") }, 422, "snapshot.changed"),
        (
            "another number", { $0.replacing(#""requestNumber":1"#, with: #""requestNumber":7"#) }, 422,
            "snapshot.changed"
        ),
        ("a member more", { "{\"more\":1," + $0.dropFirst() }, 422, "snapshot.changed"),
        ("no seal", { $0.replacing("\"seal\"", with: "\"sael\"") }, 422, "snapshot.changed"),
    ]

    @Test("a bad document is refused with words and changes nothing", arguments: mistakes.indices)
    func refused(index: Int) async throws {
        let mistake = Self.mistakes[index]
        try await withDrydock { drydock in
            _ = try await Flow(drydock).application()
            _ = try await drydock.post("/_drydock/snapshots")
            let document = try await drydock.get("/_drydock/snapshots/snapshot-1").text
            let spoiled = mistake.spoil(document)
            #expect(spoiled != document)
            let refused = try await drydock.send("PUT", "/_drydock/snapshots", body: spoiled)
            #expect(refused.status == mistake.status, "\(mistake.name): \(refused.text)")
            #expect(refused["error.reason"]?.string == mistake.reason, "\(mistake.name): \(refused.text)")
            #expect(refused["error.message"]?.string?.isEmpty == false)
            #expect(try await drydock.get("/_drydock/snapshots")["snapshots"]?.array?.count == 1)
        }
    }

    @Test("a snapshot goes into the world that it was taken of, and no other")
    func otherWorld() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots?world=one")
            let document = try await drydock.get("/_drydock/snapshots/snapshot-1?world=one").text
            let refused = try await drydock.send("PUT", "/_drydock/snapshots?world=two", body: document)
            #expect(refused.status == 409)
            #expect(refused["error.reason"] == "snapshot.otherWorld")
            #expect(refused["error.message"]?.string?.contains("world=one") == true)
            for path in ["/_drydock/snapshots", "/_drydock/snapshots?world=one"] {
                #expect(try await drydock.send("PUT", path, body: document)["world"] == "one")
            }
        }
    }

    @Test("a scenario from a file goes along, with what it extends")
    func scenarioFiles() async throws {
        let inline = """
            extends: [no-credits]
            name: mine
            anchor: {applications: [{id: 7b0f6a3e-1111-4222-8333-444455556666, name: Shop, source: https://shop.test}]}
            """
        let document = try await withDrydock { drydock in
            let loaded = try await drydock.send(
                "PUT", "/_drydock/scenario", body: inline, contentType: "application/yaml")
            #expect(loaded.status == 200, "\(loaded.text)")
            _ = try await drydock.post("/_drydock/snapshots")
            return try await drydock.get("/_drydock/snapshots/snapshot-1").text
        }
        try await withDrydock { drydock in
            _ = try await drydock.send("PUT", "/_drydock/snapshots", body: document)
            _ = try await drydock.post("/_drydock/snapshots/snapshot-1/restore")
            for _ in 0..<2 {
                #expect(try await drydock.get("/_drydock/scenario")["scenario"] == "mine")
                #expect(try await drydock.get("/v1/applications")["applications"]?.array?.count == 1)
                #expect(try await drydock.post("/v1/sessions", "{}").status == 402)
                _ = try await drydock.post("/_drydock/reset")
            }
        }
    }
}
