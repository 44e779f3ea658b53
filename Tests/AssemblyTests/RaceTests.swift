import DrydockTesting
import Kernel
import Testing

@Suite("Races")
struct RaceTests {
    @Test("100 parallel completions of one token make exactly one identity and 99 refusals")
    func completions() async throws {
        try await withDrydock { drydock in
            let flow = Flow(drydock, key: "sk@race")
            let token = try await flow.token()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 { group.addTask { try await flow.complete(token).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 409 }.count == 99)
            let id = try await flow.application()
            let identities = try await drydock.get("/v1/applications/\(id)/identities", key: "sk@race")
            #expect(identities["identities"]?.array?.count == 1)
        }
    }

    @Test("resets under load neither fail a request nor let an old object through")
    func resets() async throws {
        try await withDrydock { drydock in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        let made = try await drydock.post(
                            "/v1/applications", #"{"source":"https://a.test"}"#, key: "sk@w")
                        #expect(made.status == 201)
                    }
                }
                for _ in 0..<20 { group.addTask { _ = try await drydock.post("/_drydock/reset?world=w") } }
                try await group.waitForAll()
            }
            _ = try await drydock.post("/_drydock/reset?world=w")
            #expect(try await drydock.get("/v1/applications", key: "sk@w")["applications"]?.array?.isEmpty == true)
        }
    }
}
