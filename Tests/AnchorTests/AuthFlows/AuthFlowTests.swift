import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct AuthFlowTests {
    private let client = AnchorClient()

    @Test("a new application has the guided flow already")
    func standardFlow() async {
        let id = await client.application()
        let answer = await client.get("/v1/applications/\(id)/auth-flows")
        #expect(answer.status == 200)
        #expect(answer["auth_flows"]?.array?.count == 1)
        #expect(answer["auth_flows.0.name"] == "Standard authentication")
        #expect(answer["auth_flows.0.methods"] == ["profile"])
        #expect(answer["auth_flows.0.is_recommended"] == true)
    }

    @Test("a created flow shows every member and is listed after the older ones")
    func create() async {
        let path = "/v1/applications/\(await client.application())/auth-flows"
        let answer = await client.post(
            path, #"{"name":"Form","methods":["custom"],"custom_fields":[{"name":"Member number"}]}"#)
        #expect(answer.status == 201)
        #expect(
            answer.memberNames == [
                "id", "name", "description", "is_recommended", "methods", "custom_fields", "created_at", "updated_at",
            ])
        #expect(answer["custom_fields"] == [["name": "Member number"]])
        #expect(answer["is_recommended"] == false)
        #expect(await client.get(path)["auth_flows.1"] == answer.json)
    }

    @Test(
        "a flow that is not well formed is refused and nothing is made",
        arguments: [
            (#"{}"#, "name is required"), (#"{"name":"a"}"#, "methods is required"),
            (#"{"name":"","methods":["custom"]}"#, "name must not be empty"),
            (#"{"name":"a","methods":[]}"#, "methods must have one element at least"),
            (
                #"{"name":"a","methods":["custom","x"]}"#,
                #"methods.1 must be one of username_password, authenticator, custom, not "x""#
            ),
            (
                #"{"name":"a","methods":["profile"]}"#,
                #"methods.0 must be one of username_password, authenticator, custom, not "profile""#
            ),
            (
                #"{"name":"a","methods":["custom"],"custom_fields":[{}]}"#,
                "custom_fields.0.name is required and must not be empty"
            ),
            (
                #"{"name":"a","methods":["custom"],"is_recommended":1}"#,
                "is_recommended must be a boolean, not a number"
            ),
        ])
    func refusals(body: String, message: String) async {
        let id = await client.application()
        let answer = await client.post("/v1/applications/\(id)/auth-flows", body)
        #expect(answer.status == 400)
        #expect(answer.message == message)
        #expect(client.store.snapshot.application(id)?.authFlows.count == 1)
    }

    @Test("a change replaces what it names and leaves the rest")
    func update() async {
        let path = "/v1/applications/\(await client.application())/auth-flows"
        let id = await client.post(path, #"{"name":"Form","methods":["custom"],"description":"old"}"#).id
        client.advance(.seconds(5))
        let answer = await client.patch("\(path)/\(id)", #"{"methods":["authenticator"],"is_recommended":true}"#)
        #expect(answer.status == 200)
        #expect(answer["name"] == "Form")
        #expect(answer["description"] == "old")
        #expect(answer["methods"] == ["authenticator"])
        #expect(answer["is_recommended"] == true)
        #expect(answer["updated_at"] == "2026-01-01T00:00:05.000Z")
    }

    @Test("a deleted flow is gone")
    func delete() async {
        let path = "/v1/applications/\(await client.application())/auth-flows"
        let id = await client.post(path, #"{"name":"Form","methods":["custom"]}"#).id
        let before = client.store.snapshot.objectCount
        #expect(await client.delete("\(path)/\(id)").text == #"{"success":true}"#)
        #expect(await client.get(path)["auth_flows"]?.array?.count == 1)
        #expect(client.store.snapshot.objectCount == before - 1)
    }

    @Test("an unknown application or flow is a 400, as no 404 is documented")
    func unknown() async {
        let id = await client.application()
        let body = #"{"name":"a","methods":["custom"]}"#
        let stranger = "/v1/applications/\(AnchorClient.unknownID)/auth-flows"
        let flow = "/v1/applications/\(id)/auth-flows/\(AnchorClient.unknownID)"
        for answer in [
            await client.get(stranger), await client.post(stranger, body), await client.patch("\(stranger)/x", "{}"),
            await client.delete("\(stranger)/x"),
        ] {
            #expect(answer.status == 400)
            #expect(answer.reason == "application.unknown")
        }
        for answer in [await client.patch(flow, "{}"), await client.delete(flow)] {
            #expect(answer.status == 400)
            #expect(answer.reason == "authflow.unknown")
        }
    }

    @Test("a custom sign-in has so many fields and no more")
    func tooManyFields() async {
        let path = "/v1/applications/\(await client.application())/auth-flows"
        func flow(_ count: Int) -> String {
            let fields = (0..<count).map { #"{"name":"f\#($0)"}"# }.joined(separator: ",")
            return #"{"name":"Form","methods":["custom"],"custom_fields":[\#(fields)]}"#
        }
        #expect(await client.post(path, flow(1000)).status == 201)
        let answer = await client.post(path, flow(1001))
        #expect(answer.status == 400)
        #expect(answer.reply.reason?.detail.contains("custom_fields must not have more than 1000 elements") == true)
    }
}
