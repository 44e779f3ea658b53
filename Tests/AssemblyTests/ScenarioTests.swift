import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Built-in scenarios")
struct ScenarioTests {
    @Test("every one can be started from", arguments: try Drydock.scenarios(fixtures: nil).map(\.name))
    func starts(name: String) async throws {
        try await withDrydock(scenario: name) { drydock in
            let scenario = try await drydock.get("/_drydock/scenario")
            #expect(scenario["scenario"]?.string == name)
            #expect(try await drydock.get("/_drydock/health").status == 200)
        }
    }

    @Test("each has a title, and the list in the binary is the folder's")
    func titles() throws {
        let scenarios = try Drydock.scenarios(fixtures: nil)
        #expect(scenarios.count > 5)
        #expect(scenarios.allSatisfy { !$0.title.isEmpty })
    }

    @Test("one that cannot be read is refused with file, line and column")
    func refused() async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send(
                "PUT", "/_drydock/scenario?world=w", body: "anchor:\n  aplications: []\n",
                contentType: "application/yaml")
            #expect(answer.status == 422)
            #expect(answer.text.contains("inline:2:3") && answer.text.contains("applications"))
        }
    }

    @Test("a callback that never comes leaves an identity behind")
    func callbackNeverComes() async throws {
        try await withDrydock(scenario: "callback-never-comes") { drydock in
            let flow = Flow(drydock)
            let done = try await flow.complete(try await flow.token())
            #expect(done["callback"] == .null)
            #expect(done["reason.code"] == "callback.neverComes")
            let identity = try #require(done["identityId"]?.string)
            #expect(try await drydock.get("/v1/identities/\(identity)")["status"] == "validated")
        }
    }
}
