import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: worlds and scenarios")
struct WorldTests {
    private let control = ControlPlane()

    @Test("health tells version and uptime")
    func health() async throws {
        let reply = try await control.send(.get, "/health")
        #expect(reply.text == #"{"status":"ok","version":"1.2.3","uptime":1.5}"#)
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

    @Test(
        "a scenario is loaded by its name, or whole",
        arguments: [
            (#"{"name": "demo"}"#, "application/json", "load demo into default"),
            (#"{"name": "demo"}"#, "", "load demo into default"),
            (#"{"name": "demo"}"#, "application/yaml", #"load document {"name": "demo"} into default"#),
            (#"{"name":"x","seed":1}"#, "application/json", #"load document {"name":"x","seed":1} into default"#),
            ("name: x", "application/yaml; charset=utf-8", "load document name: x into default"),
            ("name: x", "application/x-www-form-urlencoded", "load document name: x into default"),
            ("{ name: x }", "", "load document { name: x } into default"),
        ])
    func load(body: String, type: String, logged: String) async throws {
        let reply = try await control.send(.put, "/scenario", body: body, headers: [.contentType: type])
        #expect(reply.status == .ok)
        #expect(reply.text == #"{"world":"default","scenario":"default"}"#)
        #expect(control.worlds.log == [logged])
    }

    @Test(
        "what is no scenario is refused and loads nothing",
        arguments: [
            ("", "application/json", 400, "scenario.missing"), (" \n", "application/yaml", 400, "scenario.missing"),
            ("name: x", "application/json", 400, "body.notJSON"), ("[1]", "application/json", 400, "body.invalid"),
            (#"{"name": 7}"#, "application/json", 400, "body.invalid"),
            ("broken", "application/yaml", 422, "scenario.invalid"),
        ])
    func refused(body: String, type: String, status: Int, reason: String) async throws {
        let reply = try await control.send(.put, "/scenario", body: body, headers: [.contentType: type])
        #expect(reply.status.code == status)
        #expect(reply["error.reason"] == .string(reason))
        #expect(control.worlds.log.isEmpty)
    }

    @Test("all complaints about a scenario are told, with their places")
    func complaints() async throws {
        let reply = try await control.send(.put, "/scenario", body: "broken")
        #expect(reply.complaints == ["inline:1:3: one", "inline:2:5: two"])
    }

    @Test("scenarios, the world's scenario and the schema can be read")
    func readScenarios() async throws {
        let list = try await control.send(.get, "/scenarios")
        #expect(list["scenarios"] == [["name": "default", "title": "Nothing special"]])
        #expect(list["complaints"] == ["shop.yaml:1:1: unknown key `titel`; did you mean `title`?"])
        let own = try await control.send(.get, "/scenario")
        #expect(own.text == #"{"world":"default","scenario":"default"}"#)
        let schema = try await control.send(.get, "/scenario.schema.json")
        #expect(schema.headers[.contentType] == "application/schema+json")
        #expect(schema.text == control.worlds.scenarioSchema)
    }

    @Test("completing a token passes on token, world and fields")
    func complete() async throws {
        let plain = try await control.send(.post, "/identity-tokens/abc/complete")
        #expect(plain["callback"] == "success")
        let named = try await control.send(
            .post, "/identity-tokens/abc/complete?world=w1", body: #"{"outcome":"cancel"}"#)
        #expect(named["callback"] == "cancel")
        #expect(control.worlds.log == ["complete abc in its world", "complete abc in w1"])
    }

    @Test("completing a token takes no members that it does not know")
    func strictCompletion() async throws {
        let reply = try await control.send(.post, "/identity-tokens/abc/complete", body: #"{"outcom":"cancel"}"#)
        #expect(reply.status == .badRequest)
        #expect(reply.complaints == ["outcom is unknown; did you mean outcome?"])
        #expect(control.worlds.log.isEmpty)
    }
}
