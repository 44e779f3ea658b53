import DrydockTesting
import Kernel
import Testing

@Suite("Objects by hand")
struct ObjectRaceTests {
    @Test("100 parallel answers to one question: one is taken, 99 find no open question")
    func answers() async throws {
        try await withDrydock { drydock in
            let scenario = """
                {"anchor":{"taskResults":[{"result":"done","question":{"message":"Which code?"}}]}}
                """
            #expect(try await drydock.send("PUT", "/_drydock/scenario?world=w", body: scenario).status == 200)
            let session = try await drydock.post("/v1/sessions", "{}", key: "sk@w")["data.id"]?.string ?? ""
            _ = try await drydock.post(
                "/v1/tools/perform-web-task?sessionId=\(session)",
                #"{"prompt":"p","async":true,"human_intervention":true}"#, key: "sk@w")
            let pending = try await drydock.get("/v1/sessions/pending-interventions", key: "sk@w")
            let id = try #require(pending["data.items.0.requestId"]?.string)
            let statuses = try await Self.race {
                try await drydock.post("/_drydock/interventions/\(id)/answer", #"{"response":"1"}"#).status
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 404 }.count == 99)
        }
    }

    @Test("100 parallel ends of one session: one ends it, 99 find that it has ended; of Anon's, one forgets it")
    func ends() async throws {
        try await withDrydock { drydock in
            let session = try await drydock.post("/v1/sessions", "{}", key: "sk@w")["data.id"]?.string ?? ""
            let ended = try await Self.race {
                try await drydock.post("/_drydock/sessions/\(session)/end")["ended"] == true ? 1 : 0
            }
            #expect(ended.reduce(0, +) == 1)
            let linked = try await drydock.post(
                "/_drydock/link/complete?world=w", #"{"app":"amazon","appUserId":"ada"}"#)
            let other = try #require(linked["sessionId"]?.string)
            let statuses = try await Self.race { try await drydock.post("/_drydock/sessions/\(other)/end").status }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 400 }.count == 99)
        }
    }

    @Test("a mark stays with its world through reset, load and restore, and goes with it")
    func marks() async throws {
        try await withDrydock { drydock in
            #expect(try await drydock.send("PUT", "/_drydock/worlds/w/mark", body: Self.mark).status == 404)
            _ = try await drydock.post("/v1/sessions", "{}", key: "sk@w")
            #expect(try await drydock.send("PUT", "/_drydock/worlds/w/mark", body: Self.mark).status == 200)
            let snapshot = try await drydock.post("/_drydock/snapshots?world=w")["id"]?.string ?? ""
            for call in ["reset?world=w", "snapshots/\(snapshot)/restore?world=w"] {
                #expect(try await drydock.post("/_drydock/\(call)").status == 200)
                #expect(try await Self.outcome(drydock) == "failed")
            }
            #expect(
                try await drydock.send("PUT", "/_drydock/scenario?world=w", body: #"{"name":"demo"}"#).status == 200)
            #expect(try await Self.outcome(drydock) == "failed")
            #expect(try await drydock.send("DELETE", "/_drydock/worlds/w").status == 200)
            _ = try await drydock.post("/v1/sessions", "{}", key: "sk@w")
            #expect(try await Self.outcome(drydock) == nil)
        }
    }

    private static let mark = #"{"outcome":"failed","test":"t"}"#

    private static func outcome(_ drydock: RunningDrydock) async throws -> String? {
        let worlds = try await drydock.get("/_drydock/worlds")["worlds"]?.array ?? []
        return worlds.first { $0[path: "name"] == "w" }?[path: "mark.outcome"]?.string
    }

    private static func race(_ call: @escaping @Sendable () async throws -> Int) async throws -> [Int] {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { try await call() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
