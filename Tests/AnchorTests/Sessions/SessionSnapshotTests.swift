import FoundationEssentials
import HTTPTypes
import HashTreeCollections
import Kernel
import Testing

@testable import Anchor

struct SessionSnapshotTests {
    @Test("sessions, profiles and the project that were written and read again are the same")
    func codable() async throws {
        let client = AnchorClient { $0.sessionRateLimit = AnchorPolicies.SessionRateLimit(sessions: 5) }
        let session = await client.session(
            """
            {"session":{"tags":["a"],"initial_url":"https://a.example","proxy":{"type":"custom","server":"s:1","username":"u",
              "password":"p","active":true}},
            "browser":{"headless":{"active":true},"profile":{"name":"a","persist":true},
              "sensitive_data_mask":{"active":true,"custom_patterns":[{"regex":"x","mask":"y"}]}}}
            """)
        _ = await client.post("/v1/sessions/\(session)/recordings/pause")
        _ = await client.post("/v1/profiles", #"{"name":"b","description":"B"}"#)
        client.advance(.seconds(10))
        let original = client.store.snapshot
        let restored = try JSONDecoder().decode(AnchorState.self, from: JSONEncoder().encode(original))
        #expect(restored.sessions[session] == original.sessions[session])
        #expect(restored.sessions.count == 1)
        #expect(restored.profiles["a"] == original.profiles["a"] && restored.profiles["b"] == original.profiles["b"])
        #expect(restored.profiles.count == 2)
        #expect(restored.project == original.project)
        #expect(restored.recentSessionCreations == [AnchorClient.start])
    }

    @Test("the same calls in a world of the same seed give the same bytes")
    func determinism() async {
        func bodies() async -> [String] {
            let client = AnchorClient()
            client.headers[.cookie] = "wos-session=a"
            let id = await client.session()
            client.advance(.seconds(7))
            _ = await client.delete("/v1/sessions/\(id)")
            let paths = [
                "/v1/sessions/\(id)", "/v1/sessions", "/v1/sessions/all/status", "/v1/sessions/\(id)/recordings",
                "/v1/sessions/history", "/api/user/project", "/?sessionId=\(id)",
            ]
            var texts = [id]
            for path in paths { texts.append(await client.get(path).text) }
            return texts
        }
        let first = await bodies()
        #expect(await bodies() == first)
        #expect(Set(first).count == first.count)
    }

    @Test("a scenario's sessions and profiles are there from the start, for as long as nobody ends them")
    func seed() async {
        var seed = AnchorSeed()
        seed.profiles = [ProfileSeed(name: "office", description: "Signed in")]
        seed.sessions = [
            SessionSeed(id: ObjectID(AnchorClient.unknownID), tags: ["nightly"], initialURL: "https://shop.example"),
            SessionSeed(tags: ["manual"]),
        ]
        let client = AnchorClient(seed: seed)
        client.advance(.minutes(10_000))
        let rows = await client.get("/v1/sessions")["data.sessions"]?.array ?? []
        #expect(rows.map { $0[path: "tags"] } == [["nightly"], ["manual"]])
        #expect(rows.map { $0[path: "status"] } == ["running", "running"])
        #expect(rows.first?[path: "id"]?.string == AnchorClient.unknownID)
        #expect(rows.first?[path: "domains"] == ["shop.example"])
        #expect(await client.get("/v1/profiles/office")["data.description"] == "Signed in")
        _ = await client.delete("/v1/sessions/all")
        #expect(await client.status(of: AnchorClient.unknownID) == "completed")
    }
}
