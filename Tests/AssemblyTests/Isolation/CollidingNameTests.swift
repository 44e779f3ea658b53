import Assembly
import DrydockTesting
import Kernel
import Testing

/// Two names whose worlds would issue the same ids: the second is refused, so that neither world ever sees into the other.
@Suite("Names with the same mark")
struct CollidingNameTests {
    private static let first = "w22285407"
    private static let second = "w44215535"
    private static let site = #"{"source":"https://example.com"}"#

    @Test("these two have one, whatever the rest of the suite proves")
    func marks() throws {
        let (first, second) = (try #require(WorldName(Self.first)), try #require(WorldName(Self.second)))
        #expect(first.tag == second.tag)
    }

    @Test("the second is refused on every way in, in the words of whoever is asked, and the first goes on")
    func refused() async throws {
        try await withDrydock { drydock in
            let made = try await drydock.post("/v1/applications", Self.site, key: "sk@\(Self.first)")
            let token = try await Flow(drydock, key: "sk@\(Self.first)").token()
            for answer in [
                try await drydock.get("/v1/applications", key: "sk@\(Self.second)"),
                try await drydock.send("GET", "/v1/applications", headers: ["X-Drydock-World": Self.second]),
                try await drydock.send(
                    "GET", "/identity/create?token=\(token)", key: "", headers: ["X-Drydock-World": Self.second]),
                try await drydock.get("/_drydock/clock?world=\(Self.second)"),
                try await drydock.get("/_drydock/events?world=\(Self.second)"),
                try await drydock.get("/_drydock/credentials?world=\(Self.second)"),
                try await drydock.post("/_drydock/token?world=\(Self.second)", "{}"),
                try await drydock.post("/_drydock/reset?world=\(Self.second)"),
                try await drydock.post("/_drydock/snapshots?world=\(Self.second)"),
                try await drydock.send("PUT", "/_drydock/scenario?world=\(Self.second)", body: #"{"name":"demo"}"#),
                try await drydock.post("/_drydock/rewind?world=\(Self.second)", #"{"before":1}"#),
            ] {
                #expect(answer.status == 409, "\(answer.text)")
                #expect(answer.header("X-Drydock-Reason") == "world.nameCollides")
                #expect(answer.text.contains(Self.first) && answer.text.contains("another name"))
            }
            let vendors = try await drydock.get("/v1/applications", key: "sk@\(Self.second)")
            #expect(vendors["error.code"] == 409)
            let anon = try await AnonCaller(drydock, bearer: "anon_test@\(Self.second)").get("/org/userPool/x")
            #expect(anon.status == 409)
            #expect(anon["message"]?.string?.contains(Self.first) == true)
            let listed = try await drydock.get("/v1/applications", key: "sk@\(Self.first)")
            #expect(listed["applications.0.id"] == made["id"])
            let names = try await drydock.get("/_drydock/worlds")["worlds"]?.array?.compactMap {
                $0.object?["name"]?.string
            }
            #expect(names == ["default", Self.first])
        }
    }

    @Test("also when the first is gone, because what it issued may still be about", arguments: ["dropped", "evicted"])
    func gone(how: String) async throws {
        var configuration = try DrydockConfiguration.testing()
        if how == "evicted" { configuration.worldLimit = 2 }
        try await withDrydock(configuration) { drydock in
            let token = try await Flow(drydock, key: "sk@\(Self.first)").token()
            if how == "dropped" {
                #expect(try await drydock.send("DELETE", "/_drydock/worlds/\(Self.first)").status == 200)
            } else {
                _ = try await drydock.get("/v1/applications", key: "sk@other")
            }
            #expect(try await drydock.get("/v1/applications", key: "sk@\(Self.second)").status == 409)
            // A browser that still has a link of the first.
            #expect(try await drydock.send("GET", "/identity/create?token=\(token)", key: "").status == 404)
            #expect(try await Flow(drydock, key: "sk@\(Self.first)").token() == token, "the same name, the same ids")
        }
    }

    @Test("whichever comes first is served, and issues the same as it always does")
    func deterministic() async throws {
        let alone = try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
            try await drydock.post("/v1/applications", Self.site, key: "sk@\(Self.second)").text
        }
        try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
            _ = try await drydock.get("/v1/applications", key: "sk@other")
            let made = try await drydock.post("/v1/applications", Self.site, key: "sk@\(Self.second)")
            #expect(made.text == alone)
            #expect(try await drydock.get("/v1/applications", key: "sk@\(Self.first)").status == 409)
        }
    }

    @Test("a snapshot of the second is not imported")
    func imported() async throws {
        let document = try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots?world=\(Self.second)", #"{"name":"s"}"#)
            return try await drydock.get("/_drydock/snapshots/s?world=\(Self.second)").text
        }
        try await withDrydock { drydock in
            let early = try await drydock.send("PUT", "/_drydock/snapshots?name=early", body: document)
            #expect(early.status == 201)
            _ = try await drydock.get("/v1/applications", key: "sk@\(Self.first)")
            let late = try await drydock.send("PUT", "/_drydock/snapshots?name=late", body: document)
            #expect(late.status == 409)
            #expect(late["error.reason"] == "world.nameCollides")
            let restored = try await drydock.post("/_drydock/snapshots/early/restore?world=\(Self.second)")
            #expect(restored.status == 409)
            #expect(restored["error.reason"] == "world.nameCollides")
        }
    }

    @Test("many at once: one of the two is served, and only that one")
    func race() async throws {
        try await withDrydock { drydock in
            let served = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<40 {
                    let name = number.isMultiple(of: 2) ? Self.first : Self.second
                    group.addTask {
                        let answer = try await drydock.post("/v1/applications", Self.site, key: "sk@\(name)")
                        #expect([201, 409].contains(answer.status))
                        return answer.status == 201 ? name : nil
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.formUnion($1.map { [$0] } ?? []) }
            }
            #expect(served.count == 1)
        }
    }
}
