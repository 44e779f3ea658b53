import Descriptions
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

/// Whatever is only described is tried here from its description: an operation that is added there needs no test of its own.
@Suite("Canned operations")
struct CannedControllerTests {
    private static let description = CannedController.description
    private static let operations = description.operations.filter { $0.endpoint.coverage == .canned }
    private static let check = SchemaCheck(description)

    private static func named(_ id: String) throws -> DescribedRequest {
        try DescribedRequest(#require(description.operations.first { $0.id == id }))
    }

    /// What is wrong with an answer: its status, its body, its reason.
    private static func complaints(
        about answer: AnchorAnswer, to request: DescribedRequest, reason: String
    ) throws -> [String] {
        guard let described = request.definition.answer(answer.status) else {
            return ["\(answer.status) is not described: \(answer.text)"]
        }
        let content = described.contents.first { $0.mediaType == "application/json" }
        let body = try content.map { try check.complaints(about: answer.json, $0.schema).map(\.description) } ?? []
        return body + (answer.reason == reason ? [] : ["the reason is \(answer.reason ?? "none"): \(answer.text)"])
    }

    @Test("there are as many as nothing else answers, each of another name and place")
    func all() {
        #expect(Self.operations.count > 30)
        #expect(CannedController.routes.map(\.endpoint) == Self.operations.map(\.endpoint))
    }

    @Test("take what fits their description, answer as it says, and say that they are canned")
    func accepted() async throws {
        let client = AnchorClient()
        for operation in Self.operations {
            let request = try DescribedRequest(operation)
            let answer = await request.send(from: client)
            #expect((200..<400).contains(answer.status), "\(operation.id): \(answer.text)")
            let complaints = try Self.complaints(about: answer, to: request, reason: "operation.canned")
            #expect(complaints.isEmpty, "\(operation.id): \(complaints)")
        }
    }

    @Test("take no body without a member that must be there, with 400 in the body that is described")
    func missing() async throws {
        try await refuse { request, variations in
            guard let object = request.body?.object, let schema = try joined(request.schema) else { return }
            for name in schema["required"]?.array?.compactMap(\.string) ?? [] {
                var changed = object
                changed[name] = nil
                variations.append(.object(changed))
            }
        }
    }

    @Test("take no member of a wrong type, and no word that is not listed")
    func wrong() async throws {
        try await refuse { request, variations in
            guard !request.isForm, let object = request.body?.object else { return }
            let properties = try joined(request.schema)?["properties"]?.object
            for property in properties?.members ?? [] {
                for wrong in [[1], "no such word", .number(0.5), ["a": [true]]] as [JSONValue]
                where try !Self.check.fits(wrong, property.value) {
                    var changed = object
                    changed[property.name] = wrong
                    variations.append(.object(changed))
                }
            }
        }
    }

    @Test("take no body that is no JSON, or no object", arguments: ["{", "[]", "\"text\"", "null", "3"])
    func noObject(body: String) async throws {
        let answer = await AnchorClient().post("/v1/projects", body)
        #expect(answer.status == 400)
        #expect(answer["error"]?.string?.isEmpty == false, "as text, as the vendor's projects have it")
        #expect(answer.reason == (body == "{" ? "body.notJSON" : "body.invalid"))
    }

    /// Sends what `vary` makes of each operation's request; none may be taken.
    private func refuse(_ vary: (DescribedRequest, inout [JSONValue]) throws -> Void) async throws {
        let client = AnchorClient()
        var sent = 0
        for operation in Self.operations {
            let request = try DescribedRequest(operation)
            var variations: [JSONValue] = []
            try vary(request, &variations)
            for variation in variations {
                var changed = request
                changed.body = variation
                let version = client.store.version
                let answer = await changed.send(from: client)
                #expect(answer.status == 400, "\(operation.id): \(JSONWriter.text(variation)): \(answer.text)")
                let complaints = try Self.complaints(about: answer, to: request, reason: "body.invalid")
                #expect(complaints.isEmpty, "\(operation.id): \(complaints)")
                #expect(client.store.version == version, "a refusal changes nothing")
                sent += 1
            }
        }
        #expect(sent > 10)
    }

    private func joined(_ schema: JSONValue) throws -> JSONObject? {
        try Self.description.resolved(schema).object
    }

    @Test("take no parameter of the query that does not fit")
    func query() async throws {
        for (target, words) in [
            ("/v1/billing?granularity=year", "granularity must be one of"), ("/v1/billing?from_date=x", "from_date"),
            ("/v1/billing?to_date=2026-13-01", "to_date"),
        ] {
            let answer = await AnchorClient().get(target)
            #expect(answer.status == 400 && answer.reason == "query.invalid", "\(target): \(answer.text)")
            #expect(answer.text.contains(words), "\(target): \(answer.text)")
        }
        #expect(await AnchorClient().get("/v1/billing?granularity=&more=1").status == 200)
    }

    @Test("take everything where a world takes ids and bodies as they come")
    func lenient() async {
        let client = AnchorClient.adopting()
        #expect(await client.post("/v1/projects", #"{"name":3}"#).status < 300)
        #expect(await client.post("/v1/projects", "{").status < 300)
        #expect(await client.get("/v1/billing?granularity=year").status == 200)
    }

    @Test("answer errors in the body that the vendor publishes for the operation")
    func envelopes() async {
        let client = AnchorClient()
        client.key = nil
        #expect(await client.get("/v1/billing")["error.code"] == 401)
        #expect(await client.get("/v1/projects")["error"] == "Invalid API Key")
        let access = await client.post("/v1/agent-access", "{}")
        #expect(access["error"] == "answer is required" || access["error"] == "token is required")
        #expect(access["next.path"] == "/v1/agent-access/challenge" && access["docs"]?.string != nil)
    }

    @Test("echo what was sent: by name, by a like name, and from the path")
    func echo() async throws {
        let client = AnchorClient()
        let tool = await client.post("/v1/tools", #"{"name":"Invoices","taskId":"t-1"}"#)
        #expect(tool["name"] == "Invoices" && tool["task_id"] == "t-1")
        #expect(await client.get("/v1/tools/mine")["id"] == "mine")
    }

    @Test("answer the same again to a GET, and with ids of its own to each POST")
    func ids() async {
        let client = AnchorClient()
        #expect(await client.get("/v1/projects/p").text == client.get("/v1/projects/p").text)
        let made = await [client.post("/v1/tools", #"{"name":"A"}"#), client.post("/v1/tools", #"{"name":"A"}"#)]
        #expect(made[0].id != made[1].id && made.allSatisfy { ObjectID($0.id).isUUID })
        let again = await AnchorClient().post("/v1/tools", #"{"name":"A"}"#)
        #expect(again.text == made[0].text, "the same seed gives the same answer")
    }

    @Test("end what a client polls for")
    func polls() async {
        let client = AnchorClient()
        for (target, path, word) in [
            ("/v1/demonstrations/s", "status", "completed")
        ] {
            #expect(await client.get(target)[path] == .string(word), "\(target)")
        }
    }

    @Test("give keys that open the world, and lead nowhere outside")
    func keys() async throws {
        let client = AnchorClient()
        let made = await [
            client.post("/v1/agent-access", #"{"token":"t","answer":"2"}"#)["api_key"],
            client.post("/v1/projects/p/api-keys", #"{"name":"CI"}"#)["apikey"],
        ]
        for key in made {
            let text = try #require(key?.string)
            #expect(WorldTag(issued: text) == client.store.snapshot.ids.issuer)
            client.key = text
            #expect(await client.get("/v1/applications").status == 200)
        }
        for operation in Self.operations {
            let answer = try await DescribedRequest(operation).send(from: client)
            #expect(!answer.text.contains("anchorbrowser.io"), "\(operation.id)")
        }
    }
}
