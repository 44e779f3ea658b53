import FoundationEssentials
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct WebTaskTests {
    private static let path = "/v1/tools/perform-web-task"

    private static func client(
        _ results: String = "[]", _ policies: (inout AnchorPolicies) -> Void = { _ in }
    ) throws -> AnchorClient {
        AnchorClient(
            seed: try JSONDecoder().decode(AnchorSeed.self, from: Data(#"{"taskResults":\#(results)}"#.utf8)), policies)
    }

    private static func status(_ client: AnchorClient, _ started: AnchorAnswer) async -> AnchorAnswer {
        await client.get("\(path)/\(started["data.workflow_id"]?.string ?? "")/status")
    }

    @Test("a task in a session of its own: made, used, ended")
    func ownSession() async throws {
        let client = try Self.client(#"[{"result":{"price":3},"steps":7,"duration":"10s"}]"#)
        let started = await client.post(Self.path, #"{"prompt":"p","url":"https://shop.example.com","async":true}"#)
        #expect(started.status == 200)
        #expect(started["data.status"] == "running")
        let id = try #require(started["data.workflow_id"]?.string)
        #expect(id.wholeMatch(of: /perform-web-task-execution-[0-9a-f-]{36}-[0-9a-f-]{36}/) != nil)
        let running = await Self.status(client, started)
        #expect(running["data.status"] == "RUNNING")
        let session = try #require(running["data.sessionId"]?.string)
        let during = await client.get("/v1/sessions")["data.sessions.0"]
        #expect(during?[path: "task_initiated"] == true)
        #expect(during?[path: "task_executions_count"] == 1)
        #expect(during?[path: "domains"] == ["shop.example.com"])
        client.advance(.seconds(10))
        let done = await Self.status(client, started)
        #expect(done.json == ["data": ["status": "COMPLETED", "result": ["price": 3], "sessionId": .string(session)]])
        let row = await client.get("/v1/sessions")["data.sessions.0"]
        #expect(row?[path: "status"] == "completed")
        #expect(row?[path: "steps"] == 7)
        #expect(await client.get("/v1/sessions/history")["summary.total_ai_steps"] == 7)
    }

    @Test("whoever waits gets the answer when the world's time has come")
    func sync() async throws {
        let client = try Self.client(#"[{"result":"done","duration":"1h"}]"#)
        let clock = WorldClock(start: client.now, mode: .frozen, wall: .constant(client.now))
        let store = client.store
        let session = await client.session(#"{"session":{"timeout":{"max_duration":-1,"idle_timeout":1}}}"#)
        let waiting = Task {
            let client = AnchorClient(store: store)
            client.clock = clock
            return await client.post("\(Self.path)?sessionId=\(session)", #"{"prompt":"p"}"#).json
        }
        while store.snapshot.agentRuns.isEmpty { await Task.yield() }
        _ = try clock.advance(by: .minutes(60))
        #expect(await waiting.value == ["data": ["result": ["result": "done"]]])
        client.advance(.minutes(60))
        #expect(
            await client.get("/v1/sessions/\(session)")["data.status"] == "running", "a working agent is no idleness")
        client.advance(.minutes(1))
        #expect(await client.get("/v1/sessions/\(session)")["data.status"] == "completed", "until a minute after it")
    }

    @Test("ending the session ends the task at once, for whoever waits, too")
    func sessionEnds() async throws {
        let client = try Self.client(#"[{"result":"done","duration":"1h"}]"#)
        let clock = WorldClock(start: client.now, mode: .frozen, wall: .constant(client.now))
        let store = client.store
        let session = await client.session()
        let waiting = Task {
            let client = AnchorClient(store: store)
            client.clock = clock
            let answer = await client.post("\(Self.path)?sessionId=\(session)", #"{"prompt":"p"}"#)
            return (answer.status, answer.message, answer.reason)
        }
        while store.snapshot.agentRuns.isEmpty { await Task.yield() }
        #expect(await client.delete("/v1/sessions/\(session)").status == 200)
        let answer = await waiting.value
        #expect(answer.0 == 400)
        #expect(answer.1 == "The session was ended before the agent was done")
        #expect(answer.2 == "agent.failed")
    }

    @Test("a task that outlasts its session fails with it")
    func longestSession() async throws {
        let client = try Self.client(#"[{"result":"done","duration":"1h"}]"#)
        let started = await client.post(Self.path, #"{"prompt":"p","async":true}"#)
        client.advance(.minutes(20))
        let status = await Self.status(client, started)
        #expect(status["data.status"] == "FAILED")
        #expect(status["data.error"] == "The session came to its end before the agent was done")
    }

    @Test("a script with more steps than are allowed fails in the vendor's words")
    func steps() async throws {
        let client = try Self.client(#"[{"result":"r","steps":201,"times":1},{"result":"r","steps":41}]"#)
        let first = await client.post(Self.path, #"{"prompt":"p","async":true}"#)
        #expect(await Self.status(client, first)["data.error"] == "Maximum number of steps exceeded", "200 by default")
        #expect(
            await client.post(Self.path, #"{"prompt":"p","max_steps":40}"#).message
                == "Maximum number of steps exceeded")
        #expect(await client.post(Self.path, #"{"prompt":"p","max_steps":41}"#).status == 200)
    }

    @Test("a result that does not fit the schema fails, and says where")
    func misfit() async throws {
        let client = try Self.client(#"[{"result":{"price":"3"}}]"#)
        let schema = #"{"type":"object","properties":{"price":{"type":"number"}}}"#
        let answer = await client.post(Self.path, #"{"prompt":"p","output_schema":\#(schema)}"#)
        #expect(answer.status == 400)
        #expect(answer.reason == "agent.resultMisfit")
        #expect(
            answer.message
                == "The scripted result result-1 does not fit output_schema: price must be a number, not a string")
        let broken = await client.post(Self.path, #"{"prompt":"p","output_schema":{"type":"nothing"}}"#)
        #expect(broken.status == 400)
        #expect(broken.reason == "body.invalid")
        #expect(client.store.taskResults.count == 1)
    }

    @Test("unscripted, the answer is plainly Drydock's, or the plainest that fits")
    func unscripted() async throws {
        let client = try Self.client()
        let answer = await client.post(Self.path, #"{"prompt":"p"}"#)
        #expect(answer["data.result.result"]?.string?.hasPrefix("Drydock runs no model") == true)
        #expect(answer.reason == "agent.unscripted")
        let schema = #"{"type":"object","properties":{"n":{"type":"integer","minimum":2}},"required":["n"]}"#
        #expect(await client.post(Self.path, #"{"prompt":"p","output_schema":\#(schema)}"#)["data.result"] == ["n": 2])
    }

    @Test("a scripted failure answers 400, or 500 where the policy says so")
    func failure() async throws {
        let script = #"[{"error":{"type":"system_error","message":"It broke"}}]"#
        let first = try await Self.client(script).post(Self.path, #"{"prompt":"p"}"#)
        #expect((first.status, first.message, first.reason) == (400, "It broke", "agent.failed"))
        let second = try await Self.client(script) { $0.agents.webTaskFailure = .serverError }
            .post(Self.path, #"{"prompt":"p"}"#)
        #expect(second.status == 500)
    }

    @Test("for clients of 0.x a result without a schema is a text")
    func text() async throws {
        let client = try Self.client(#"[{"result":{"a":1},"times":1},{"result":"t","times":1},{"result":{"a":1}}]"#) {
            $0.agents.webTaskResult = .text
        }
        #expect(await client.post(Self.path, #"{"prompt":"p"}"#)["data.result"] == #"{"a":1}"#)
        #expect(await client.post(Self.path, #"{"prompt":"p"}"#)["data.result"] == "t")
        let shaped = await client.post(Self.path, #"{"prompt":"p","output_schema":{"type":"object"}}"#)
        #expect(shaped["data.result"] == ["a": 1])
    }

    @Test("the session of the query, or of an older client's body, which has to run")
    func sessions() async throws {
        let client = try Self.client()
        let session = await client.session()
        #expect(await client.post("\(Self.path)?sessionId=\(session.uppercased())", #"{"prompt":"p"}"#).status == 200)
        #expect(await client.post(Self.path, #"{"prompt":"p","sessionId":"\#(session)"}"#).status == 200)
        #expect(await client.sessions("") == [session], "none was made")
        let unknown = await client.post("\(Self.path)?sessionId=\(AnchorClient.unknownID)", #"{"prompt":"p"}"#)
        #expect((unknown.status, unknown.reason) == (400, "session.unknown"))
        _ = await client.delete("/v1/sessions/\(session)")
        let ended = await client.post("\(Self.path)?sessionId=\(session)", #"{"prompt":"p"}"#)
        #expect((ended.status, ended.reason) == (400, "agent.sessionNotRunning"))
    }

    @Test("the session's page goes where the task begins")
    func page() async throws {
        let client = try Self.client()
        let session = await client.session()
        _ = await client.post("\(Self.path)?sessionId=\(session)", #"{"prompt":"p","url":"https://a.example.com/b"}"#)
        let pages = await client.get("/v1/sessions/\(session)/pages")
        #expect(pages["data.items.0.url"]?.string?.hasPrefix("https://a.example.com/b") == true)
    }

    @Test(
        "fields of another form are refused",
        arguments: [
            "{}", #"{"prompt":3}"#, #"{"prompt":"p","agent":"x"}"#, #"{"prompt":"p","provider":"x"}"#,
            #"{"prompt":"p","llm_timeout":9}"#, #"{"prompt":"p","llm_timeout":601}"#, #"{"prompt":"p","max_steps":0}"#,
            #"{"prompt":"p","url":"file:///etc/passwd"}"#, #"{"prompt":"p","secret_values":{"a":1}}"#,
            #"{"prompt":"p","secret_values":{"*.example.com":{"a":1}}}"#, #"{"prompt":"p","async":"yes"}"#,
            #"{"prompt":"p","output_schema":"x"}"#, #"{"prompt":"p","use_vision":1}"#,
        ])
    func refused(body: String) async throws {
        let client = try Self.client()
        #expect(await client.post(Self.path, body).status == 400)
        #expect(client.store.snapshot.sessions.isEmpty, "nothing is left behind")
        #expect(client.store.snapshot.agentRuns.isEmpty)
    }

    @Test("secrets are taken in both forms, and nothing keeps them")
    func secrets() async throws {
        let client = try Self.client()
        let secrets = #"{"a":"geheim-1","*.example.com":{"b":"geheim-2"}}"#
        let body =
            #"{"prompt":"p","secret_values":\#(secrets),"extended_system_message":"m","directly_open_url":true,"llm_timeout":10}"#
        #expect(await client.post(Self.path, body).status == 200)
        let written = try JSONEncoder().encode(client.store.snapshot)
        #expect(!String(decoding: written, as: UTF8.self).contains("geheim"))
    }

    @Test("an unknown workflow answers 400; where ids are adopted it is done")
    func unknownWorkflow() async throws {
        let answer = try await Self.client().get("\(Self.path)/none/status")
        #expect((answer.status, answer.reason) == (400, "agent.workflowUnknown"))
        #expect(await AnchorClient.adopting().get("\(Self.path)/none/status")["data.status"] == "COMPLETED")
    }

    @Test("credits, rates and the world's size count for a session of its own, and nothing is used up by a refusal")
    func allowance() async throws {
        let client = try Self.client(#"[{"result":"r","times":1}]"#)
        client.key = "sk-nocredits"
        #expect(await client.post(Self.path, #"{"prompt":"p"}"#).status == 402)
        client.key = "sk-ratelimited"
        #expect(await client.post(Self.path, #"{"prompt":"p"}"#).status == 429)
        let small = try Self.client(#"[{"result":"r","times":1}]"#) { $0.objectLimit = 1 }
        #expect(await small.post(Self.path, #"{"prompt":"p"}"#).status == 507)
        #expect(small.store.snapshot.sessions.isEmpty)
        #expect(small.store.snapshot.scriptsInOrder.first?.used == 0)
        let full = try Self.client(#"[{"result":"rrrrrrrrrr","times":1}]"#) { $0.fileByteLimit = 5 }
        #expect(await full.post(Self.path, #"{"prompt":"p"}"#).status == 507)
        #expect(full.store.snapshot.sessions.isEmpty)
        #expect(full.store.snapshot.scriptsInOrder.first?.used == 0)
    }

    @Test("a session takes so many agents at once")
    func tooMany() async throws {
        let client = try Self.client(#"[{"result":"r","duration":"1m"}]"#)
        let session = await client.session()
        let body = #"{"prompt":"p","async":true}"#
        for _ in 0..<SessionAgents.most {
            #expect(await client.post("\(Self.path)?sessionId=\(session)", body).status == 200)
        }
        let refused = await client.post("\(Self.path)?sessionId=\(session)", body)
        #expect((refused.status, refused.reason) == (400, "agent.tooMany"))
        client.advance(.minutes(1))
        #expect(await client.post("\(Self.path)?sessionId=\(session)", body).status == 200)
        #expect(await client.get("/v1/sessions")["data.sessions.0.task_executions_count"] == 101)
    }
}
