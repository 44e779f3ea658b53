import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: scenarios")
struct ScenarioTests {
    private let control = ControlPlane()

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
}
