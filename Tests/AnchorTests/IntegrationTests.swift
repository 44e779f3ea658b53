import FoundationEssentials
import Kernel
import Testing

@testable import Anchor

struct IntegrationTests {
    private let client = AnchorClient()
    private static let token = "ops_eyJzaWduSW5BZGRyZXNzIjoibXkuMXBhc3N3b3JkLmNvbSJ9"

    private static func body(
        name: String = #""Vault""#, type: String = #""1PASSWORD""#, kind: String = #""serviceAccount""#,
        token: String = #""\#(IntegrationTests.token)""#
    ) -> String {
        #"{"name":\#(name),"type":\#(type),"credentials":{"type":\#(kind),"data":{"serviceAccount":\#(token)}}}"#
    }

    @Test("integrations are created, listed in their order and deleted; a session can name them")
    func life() async {
        let created = await client.post("/v1/integrations", Self.body())
        #expect(created.status == 200)
        let id = created["data.integration.id"]?.string ?? ""
        let path = "integrations/\(client.store.snapshot.project.id)/\(id)"
        let item: JSONValue = [
            "id": .string(id), "name": "Vault", "type": "1PASSWORD", "path": .string(path),
            "createdAt": "2026-01-01T00:00:00.000Z",
        ]
        #expect(created.json == ["data": ["integration": item]])
        let second = await client.post("/v1/integrations", Self.body())
        let items: JSONValue = [item, second["data.integration"] ?? .null]
        #expect(await client.get("/v1/integrations").json == ["data": ["integrations": items]])
        _ = await client.session(
            #"{"integrations":[{"id":"\#(id)","type":"1PASSWORD","configuration":{"load_mode":"all"}}]}"#)
        #expect(
            await client.delete("/v1/integrations/\(id.uppercased())").json
                == ["data": ["integration": ["id": .string(id), "deleted": true, "path": .string(path)]]])
        let gone = await client.delete("/v1/integrations/\(id)")
        #expect(gone.status == 404)
        #expect(gone.reason == "integration.unknown")
    }

    @Test("the token is nowhere: not in an answer, not in the state")
    func secret() async throws {
        let created = await client.post("/v1/integrations", Self.body())
        #expect(!created.text.contains("ops_"))
        #expect(await !client.get("/v1/integrations").text.contains("ops_"))
        let state = String(decoding: try RowCoding.bytes(client.store.snapshot), as: UTF8.self)
        #expect(!state.contains(Self.token))
        #expect(state.contains("tokenHash"))
    }

    @Test(
        "a body that is wrong is named, and nothing is made",
        arguments: [
            ("{}", "name is required"), (body(name: #""""#), "name must not be empty"),
            (body(name: "1"), "name must be a"),
            (body(name: #""\#(String(repeating: "a", count: 256))""#), "name must not be longer"),
            (body(type: #""LASTPASS""#), "type must be one of 1PASSWORD"), (body(type: "null"), "type is required"),
            (body(kind: #""password""#), "credentials.type must be one of serviceAccount"),
            (body(token: "null"), "credentials.data.serviceAccount is required"),
            (body(token: "1"), "credentials.data.serviceAccount must be a string"),
            (#"{"name":"a","type":"1PASSWORD"}"#, "credentials is required"),
            (
                #"{"name":"a","type":"1PASSWORD","credentials":{"type":"serviceAccount"}}"#,
                "credentials.data is required"
            ),
        ])
    func refused(body: String, words: String) async {
        let answer = await client.post("/v1/integrations", body)
        #expect(answer.status == 400)
        #expect(answer.reason == "body.invalid")
        #expect(answer.message?.hasPrefix(words) == true, "\(answer.text)")
        #expect(client.store.snapshot.integrations.isEmpty)
    }

    @Test(
        "a token that is none is refused, and not repeated",
        arguments: [
            "", "ops_", "ops_abc", "sk-\(token)", "ops_eyJzaWdu SW5BZGRyZXNzIjoibXk", "OPS_\(token.dropFirst(4))",
        ])
    func tokens(token: String) async {
        let answer = await client.post("/v1/integrations", Self.body(token: #""\#(token)""#))
        #expect(answer.status == 400)
        #expect(answer.reason == "integration.tokenInvalid")
        #expect(token.isEmpty || !answer.text.contains("\"\(token)"))
    }

    @Test("a session with an integration or an extension that nobody has is refused, unless ids are adopted")
    func sessions() async {
        let id = AnchorClient.unknownID
        let bodies = [
            (
                "integration",
                #"{"integrations":[{"id":"\#(id)","type":"1PASSWORD","configuration":{"load_mode":"all"}}]}"#
            ),
            ("extension", #"{"browser":{"extensions":["\#(id)"]}}"#),
        ]
        for (kind, body) in bodies {
            let answer = await client.post("/v1/sessions", body)
            #expect(answer.status == 400)
            #expect(answer.reason == "\(kind).unknown")
            #expect(await AnchorClient.adopting().post("/v1/sessions", body).status == 200)
        }
        #expect(client.store.snapshot.sessions.isEmpty)
    }

    @Test("where bodies are taken as they come, so are integrations")
    func adopting() async {
        let client = AnchorClient.adopting()
        for body in ["{}", Self.body(token: #""token""#), Self.body(type: "1")] {
            #expect(await client.post("/v1/integrations", body).status == 200)
        }
        #expect(await client.delete("/v1/integrations/never")["data.integration.deleted"] == true)
    }
}
