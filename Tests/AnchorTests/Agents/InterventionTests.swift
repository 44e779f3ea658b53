import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct InterventionTests {
    private static let task = "/v1/tools/perform-web-task"

    private static func client(
        question: String = #"{"message":"Which code?","after":"5s"}"#, duration: String = "10s",
        _ policies: (inout AnchorPolicies) -> Void = { _ in }
    ) throws -> AnchorClient {
        let seed = #"{"taskResults":[{"result":"done","duration":"\#(duration)","question":\#(question)}]}"#
        return AnchorClient(seed: try JSONDecoder().decode(AnchorSeed.self, from: Data(seed.utf8)), policies)
    }

    /// A session in which an agent begins.
    private static func begin(_ client: AnchorClient, mayAsk: Bool = true) async -> String {
        let session = await client.session(#"{"session":{"tags":["t"],"timeout":{"max_duration":-1}}}"#)
        let body = #"{"prompt":"p","async":true,"human_intervention":\#(mayAsk)}"#
        #expect(await client.post("\(task)?sessionId=\(session)", body).status == 200)
        return session
    }

    private static func requested(_ client: AnchorClient, _ session: String) async -> AnchorAnswer {
        await client.get("/v1/sessions/\(session)/agent/requested-human-intervention")
    }

    private static func respond(_ client: AnchorClient, _ session: String, _ body: String) async -> AnchorAnswer {
        await client.post("/v1/sessions/\(session)/agent/respond-to-human-intervention", body)
    }

    private static func runEnd(_ client: AnchorClient) -> Moment? {
        client.store.snapshot.agentRuns.values.first?.endsAt
    }

    @Test("the agent asks after a while, stands still, and goes on when it is answered")
    func life() async throws {
        let client = try Self.client()
        let session = await Self.begin(client)
        #expect(
            await Self.requested(client, session).json == [
                "data": ["status": "none", "message": "No human intervention is requested", "requests": []]
            ])
        client.advance(.seconds(5))
        let asked = await Self.requested(client, session)
        let id = try #require(asked["data.requests.0.requestId"]?.string)
        #expect(
            asked["data.requests"] == [
                ["requestId": .string(id), "message": "Which code?", "inputType": "text", "fields": .null]
            ])
        let pending = await client.get("/v1/sessions/pending-interventions")
        #expect(pending["data.count"] == 1)
        #expect(pending["data.items.0.sessionId"] == .string(session))
        #expect(pending["data.items.0.tags"] == ["t"])
        client.advance(.minutes(60))
        #expect(await Self.requested(client, session)["data.status"] == "pending", "there is no time-out")
        #expect(await Self.respond(client, session, #"{"requestId":"\#(id)","response":"123"}"#).status == 200)
        #expect(await Self.requested(client, session)["data.status"] == "none")
        #expect(await client.get("/v1/sessions/pending-interventions")["data.count"] == 0)
        #expect(Self.runEnd(client) == client.now + .seconds(5))
        let again = await Self.respond(client, session, #"{"requestId":"\#(id)","response":"123"}"#)
        #expect((again.status, again.reason) == (404, "agent.questionUnknown"))
    }

    @Test("who does not let it ask is not asked")
    func notAllowed() async throws {
        let client = try Self.client()
        let session = await Self.begin(client, mayAsk: false)
        client.advance(.seconds(5))
        #expect(await Self.requested(client, session)["data.status"] == "none")
        let answer = await Self.respond(client, session, #"{"response":"x"}"#)
        #expect((answer.status, answer.reason) == (404, "agent.questionUnknown"))
    }

    @Test("without an id the most recent question is answered")
    func mostRecent() async throws {
        let client = try Self.client()
        let session = await Self.begin(client)
        client.advance(.seconds(1))
        let body = #"{"prompt":"p","async":true,"human_intervention":true}"#
        #expect(await client.post("\(Self.task)?sessionId=\(session)", body).status == 200)
        client.advance(.seconds(10))
        let before = await Self.requested(client, session)["data.requests"]?.array ?? []
        #expect(before.count == 2)
        #expect(await Self.respond(client, session, #"{"response":"x"}"#).status == 200)
        #expect(await Self.requested(client, session)["data.requests"]?.array == Array(before.prefix(1)))
    }

    private static let fields =
        #"{"message":"Who?","fields":[{"name":"user","required":true},{"name":"age","type":"number"}]}"#

    @Test(
        "an answer has the form that is asked for",
        arguments: [
            (#"{"message":"?"}"#, #""text""#, true), (#"{"message":"?"}"#, "true", false),
            (#"{"message":"?"}"#, "{}", false), (#"{"message":"?","inputType":"confirm"}"#, "true", true),
            (#"{"message":"?","inputType":"confirm"}"#, #""yes""#, true),
            (#"{"message":"?","inputType":"confirm"}"#, "{}", false), (fields, #"{"user":"a","age":3}"#, true),
            (fields, #"{"user":"a"}"#, true), (fields, #""a""#, false), (fields, #"{"age":3}"#, false),
            (fields, #"{"user":""}"#, false), (fields, #"{"user":"a","other":"b"}"#, false),
            (fields, #"{"user":["a"]}"#, false), (#"{"message":"?"}"#, "3", false),
            (#"{"message":"?"}"#, "null", false),
        ])
    func forms(question: String, response: String, isTaken: Bool) async throws {
        let client = try Self.client(question: question)
        let session = await Self.begin(client)
        client.advance(.seconds(1))
        let answer = await Self.respond(client, session, #"{"response":\#(response)}"#)
        #expect(answer.status == (isTaken ? 200 : 400), "\(answer.text)")
        if !isTaken, response != "3", response != "null" { #expect(answer.reason == "agent.answerInvalid") }
        #expect(await Self.requested(client, session)["data.status"] == (isTaken ? "none" : "pending"))
    }

    @Test("where the policy says so, required fields may be missing")
    func missingFields() async throws {
        let client = try Self.client(question: Self.fields) { $0.agents.missingFields = .accepted }
        let session = await Self.begin(client)
        #expect(await Self.respond(client, session, #"{"response":{}}"#).status == 200)
    }

    @Test("a session that is not there answers 404, one that has ended 400")
    func sessions() async throws {
        let client = try Self.client()
        let session = await Self.begin(client)
        #expect(await Self.requested(client, AnchorClient.unknownID).status == 404)
        #expect(await Self.respond(client, AnchorClient.unknownID, #"{"response":"x"}"#).status == 404)
        _ = await client.delete("/v1/sessions/\(session)")
        let requested = await Self.requested(client, session)
        #expect((requested.status, requested.reason) == (400, "agent.sessionNotRunning"))
        #expect(await Self.respond(client, session, #"{"response":"x"}"#).status == 400)
        #expect(await client.get("/v1/sessions/pending-interventions")["data.count"] == 0)
    }

    @Test("a person answers on a page, without a key and without JavaScript")
    func page() async throws {
        let client = try Self.client(question: Self.fields)
        let session = await Self.begin(client)
        let id = await Self.requested(client, session)["data.requests.0.requestId"]?.string ?? ""
        let view = await client.get("/?sessionId=\(session)")
        #expect(view.text.contains(#"href="/interventions/\#(id)""#))
        client.key = nil
        let page = await client.get("/interventions/\(id)")
        #expect(page.status == 200)
        #expect(page.text.contains("Who?") && page.text.contains(#"name="field-0""#))
        let wrong = await client.post("/interventions/\(id)", "field-1=3")
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("lacks user"))
        let answered = await client.post("/interventions/\(id)", "field-0=ada&field-1=")
        #expect(answered.status == 303)
        let location = answered.reply.headers[.location] ?? ""
        #expect(location == "/interventions/\(id)?step=answered")
        #expect(await client.get(location).status == 200)
        let gone = await client.get("/interventions/\(id)")
        #expect((gone.status, gone.reason) == (404, "agent.questionUnknown"))
        #expect(await client.post("/interventions/\(id)", "field-0=ada").status == 404)
        let written = try JSONEncoder().encode(client.store.snapshot)
        #expect(!String(decoding: written, as: UTF8.self).contains("ada"), "what was answered is not kept")
    }

    @Test("yes and no on the page", arguments: ["true", "false"])
    func confirm(answer: String) async throws {
        let client = try Self.client(question: #"{"message":"<b>Buy?</b>","inputType":"confirm"}"#)
        let session = await Self.begin(client)
        let id = await Self.requested(client, session)["data.requests.0.requestId"]?.string ?? ""
        #expect(await client.get("/interventions/\(id)").text.contains("&lt;b&gt;Buy?"))
        #expect(await client.post("/interventions/\(id)", "answer=\(answer)").status == 303)
    }

    @Test("whoever waits for the result waits for the answer, too")
    func sync() async throws {
        let client = try Self.client()
        let clock = WorldClock(start: client.now, mode: .frozen, wall: .constant(client.now))
        let store = client.store
        let session = await client.session()
        let waiting = Task {
            let client = AnchorClient(store: store)
            client.clock = clock
            let body = #"{"prompt":"p","human_intervention":true}"#
            return await client.post("\(Self.task)?sessionId=\(session)", body).status
        }
        while store.snapshot.agentRuns.isEmpty { await Task.yield() }
        _ = try clock.advance(by: .seconds(5))
        client.advance(.seconds(5))
        #expect(await Self.respond(client, session, #"{"response":"x"}"#).status == 200)
        _ = try clock.advance(by: .seconds(5))
        #expect(await waiting.value == 200)
    }
}
