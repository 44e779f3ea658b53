import DrydockTesting
import Kernel
import Testing

@Suite("Waiting for requests on a running server")
struct JournalWaitTests {
    @Test(
        "a wait ends when its world is swapped for another one",
        arguments: [
            ("POST", "/reset?world=w", ""), ("PUT", "/scenario?world=w", #"{"name":"default"}"#),
            ("DELETE", "/worlds/w", ""),
        ])
    func swapped(method: String, path: String, body: String) async throws {
        try await withDrydock { drydock in
            let answer = try await withThrowingTaskGroup(of: Answer?.self) { group in
                group.addTask { try await drydock.get("/_drydock/requests?world=w&wait=60s") }
                group.addTask {
                    // Again and again, because the wait may not have begun at the first one.
                    while !Task.isCancelled { _ = try await drydock.send(method, "/_drydock\(path)", body: body) }
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
            #expect(answer?.status == 409)
            #expect(answer?["error.reason"] == "wait.worldReplaced")
        }
    }

    @Test("waits for an operation's requests end as those come, whichever is first")
    func arrivals() async throws {
        try await withDrydock { drydock in
            let counts = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
                for count in 1...20 {
                    group.addTask {
                        let path = "/_drydock/requests/count?world=w&wait=60s&count=\(count)"
                        return try await drydock.post(path, #"{"on":"anchor.listApplications"}"#)["timedOut"]
                    }
                    group.addTask {
                        let answer = try await drydock.get("/v1/applications", key: "sk@w")
                        return .bool(answer.status != 200)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts == Array(repeating: false, count: 40))
        }
    }
}
