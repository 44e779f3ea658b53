import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: worlds")
struct WorldTests {
    private let control = ControlPlane()

    @Test("health tells version, commit and uptime", arguments: [nil, "0189570 with changes"])
    func health(commit: String?) async throws {
        let reply = try await ControlPlane(commit: commit).send(.get, "/health")
        let shown = commit.map { "\"\($0)\"" } ?? "null"
        #expect(reply.text == #"{"status":"ok","version":"1.2.3","commit":\#(shown),"uptime":1.5}"#)
    }

    @Test("the list has each world with its clock, scenario and number of exchanges")
    func list() async throws {
        control.world.journal.append(.made(1))
        let reply = try await control.send(.get, "/worlds")
        #expect(
            reply.text == """
                {"worlds":[{"name":"default","scenario":"default","now":"2026-01-01T00:00:00.000Z",\
                "mode":"frozen","requests":1}]}
                """)
    }

    @Test("a call is about the world that the query names")
    func choice() async throws {
        _ = try await control.send(.post, "/clock?world=other", body: #"{"advance":"1h"}"#)
        #expect(control.world.clock.now == FakeWorld.start)
        let reply = try await control.send(.get, "/worlds")
        #expect(reply["worlds.1.name"] == "other")
        #expect(reply["worlds.1.now"] == "2026-01-01T01:00:00.000Z")
    }

    @Test("a world is dropped once")
    func drop() async throws {
        let first = try await control.send(.delete, "/worlds/default")
        #expect(first.text == #"{"dropped":true}"#)
        let second = try await control.send(.delete, "/worlds/default")
        #expect(second.status == .notFound)
        #expect(second["error.reason"] == "world.unknown")
    }

    @Test("names that no world can have are refused", arguments: ["a%20b", "", "%C3%A4", "a/b"])
    func invalidName(name: String) async throws {
        let reply = try await control.send(.get, "/rules?world=\(name)")
        #expect(reply.status == .badRequest)
        #expect(reply["error.reason"] == "world.invalidName")
        #expect(control.worlds.worlds.count == 1)
    }

    @Test("reset answers the world and its scenario, and takes an empty object as a body", arguments: ["", "{}"])
    func reset(body: String) async throws {
        let reply = try await control.send(.post, "/reset?world=w1", body: body)
        #expect(reply.text == #"{"world":"w1","scenario":"default"}"#)
        #expect(control.worlds.log == ["reset w1"])
    }

    @Test("reset takes no members")
    func strictReset() async throws {
        let reply = try await control.send(.post, "/reset", body: #"{"world":"w1"}"#)
        #expect(reply.status == .badRequest)
        #expect(control.worlds.log.isEmpty)
    }
}
