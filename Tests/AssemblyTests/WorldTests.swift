import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Worlds")
struct WorldTests {
    private static let site = #"{"source":"https://example.com"}"#

    @Test("what one world's key makes, another's does not see")
    func isolation() async throws {
        try await withDrydock { drydock in
            let made = try await drydock.post("/v1/applications", Self.site, key: "sk-test@one")
            #expect(made.status == 201)
            let id = try #require(made["id"]?.string)
            #expect(try await drydock.get("/v1/applications/\(id)", key: "sk-test@one").status == 200)
            #expect(try await drydock.get("/v1/applications/\(id)", key: "sk-test@two").status == 404)
            #expect(try await drydock.get("/v1/applications/\(id)").status == 404)
        }
    }

    @Test("the header wins over the key")
    func header() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post("/v1/applications", Self.site, key: "sk-test@one")
            let seen = try await drydock.send(
                "GET", "/v1/applications", key: "sk-test@two", headers: ["X-Drydock-World": "one"])
            #expect(seen["applications"]?.array?.count == 1)
        }
    }

    @Test("an identity token leads back to its world without key or header")
    func issuedTokens() async throws {
        try await withDrydock { drydock in
            let token = try await Flow(drydock, key: "sk-test@shop").token()
            let page = try await drydock.send("GET", "/identity/create?token=\(token)", key: "")
            #expect(page.status == 200)
            let entries = try await drydock.get("/_drydock/requests?world=shop&operation=anchor.openIdentityCreatePage")
            #expect(entries["requests"]?.array?.count == 1)
        }
    }

    @Test("a world's name that none can have is refused in the vendor's envelope", arguments: ["a b", "", "a/b", "é"])
    func invalidNames(name: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.get("/v1/applications", key: "sk-test@\(name)")
            #expect(answer.status == 400)
            #expect(answer["error.code"] == 400)
            #expect(answer.header("X-Drydock-Reason") == "world.invalidName")
        }
    }

    @Test("the idlest world goes when there are too many, never the default one")
    func eviction() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.worldLimit = 3
        try await withDrydock(configuration) { drydock in
            for world in ["a", "b"] { _ = try await drydock.post("/v1/applications", Self.site, key: "sk@\(world)") }
            _ = try await drydock.get("/v1/applications", key: "sk@a")
            _ = try await drydock.get("/v1/applications", key: "sk@c")
            let worlds = try await drydock.get("/_drydock/worlds")
            let names = worlds["worlds"]?.array?.compactMap { $0.object?["name"]?.string }
            #expect(names == ["a", "c", "default"])
        }
    }

    @Test("a reset world issues the same again, and its old ids are gone")
    func reset() async throws {
        try await withDrydock { drydock in
            let first = try await drydock.post("/v1/applications", Self.site, key: "sk@w")
            _ = try await drydock.post("/_drydock/reset?world=w")
            #expect(try await drydock.get("/v1/applications", key: "sk@w")["applications"]?.array?.count == 0)
            #expect(try await drydock.post("/v1/applications", Self.site, key: "sk@w").text == first.text)
        }
    }

    @Test("two worlds with the same scenario issue different ids")
    func differentIDs() async throws {
        try await withDrydock { drydock in
            let one = try await drydock.post("/v1/applications", Self.site, key: "sk@one")
            let two = try await drydock.post("/v1/applications", Self.site, key: "sk@two")
            #expect(one["id"] != two["id"])
        }
    }
}
