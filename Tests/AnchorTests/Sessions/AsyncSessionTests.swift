import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Sessions that are asked for without waiting")
struct AsyncSessionTests {
    private let client = AnchorClient()

    @Test("walks through its phases on the world's clock, and its life begins when it registers")
    func phases() async {
        let asked = await client.post("/v1/sessions/async", #"{"session":{"tags":["a"]}}"#)
        #expect(asked.status == 200)
        #expect(asked["data.status"] == "pending")
        #expect(asked["data.session_id"] == .null)
        let id = asked["data.request_id"]?.string ?? ""
        for (milliseconds, status, phase) in [
            (0, "pending", "queued"), (499, "pending", "queued"), (500, "processing", "provisioning"),
            (1499, "processing", "provisioning"), (1500, "processing", "configuring"),
            (1999, "processing", "configuring"), (2000, "ready", "ready"),
        ] as [(Int64, JSONValue, JSONValue)] {
            client.now = AnchorClient.start + .milliseconds(milliseconds)
            let answer = await client.get("/v1/sessions/async/\(id)/status")
            #expect(answer["data.status"] == status && answer["data.progress.current_phase"] == phase, "\(answer.text)")
            #expect((answer["data.session"] != nil) == (milliseconds >= 1500))
            #expect((answer["data.session.cdp_url"] != nil) == (milliseconds >= 2000))
            #expect(await client.sessions().count == (milliseconds >= 1500 ? 1 : 0))
        }
        let answer = await client.get("/v1/sessions/async/\(id)/status")
        let session = answer["data.session.session_id"]?.string ?? ""
        #expect(answer["data.session.status"] == "completed")
        #expect(answer["data.session.live_view_url"]?.string == "http://127.0.0.1:4010?sessionId=\(session)")
        let info = await client.get("/v1/sessions/\(session)")
        #expect(info["data.created_at"] == "2026-01-01T00:00:01.500Z")
        _ = await client.delete("/v1/sessions/\(session)")
        #expect(await client.get("/v1/sessions/async/\(id)/status")["data.status"] == "completed")
    }

    @Test("what has not begun is nowhere to be seen, and nobody ends it")
    func hidden() async throws {
        _ = await client.post("/v1/sessions/async")
        let id = try #require(client.store.snapshot.sessions.values.first?.id)
        #expect(await client.get("/v1/sessions/\(id)").status == 404)
        #expect(await client.delete("/v1/sessions/\(id)").status == 400)
        _ = await client.delete("/v1/sessions/all")
        #expect(await client.get("/v1/sessions/all/status")["data.count"] == 0)
        client.advance(.seconds(2))
        #expect(await client.status(of: id) == "running")
    }

    @Test("where it takes no time it is ready at once")
    func atOnce() async {
        let client = AnchorClient { $0.asyncSessions.after = .zero }
        let id = await client.post("/v1/sessions/async")["data.request_id"]?.string ?? ""
        #expect(await client.get("/v1/sessions/async/\(id)/status")["data.status"] == "ready")
    }

    @Test(
        "the same checks as creating one, before anything is made",
        arguments: [
            (#"{"browser":{"captcha_solver":{"active":true}}}"#, 400, "session.captchaNeedsProxy"),
            (#"{"identities":[{"id":"\#(AnchorClient.unknownID)"}]}"#, 400, "identity.unknown"),
            (#"{"browser":{"profile":{"name":"none"}}}"#, 400, "profile.unknown"), ("[]", 400, "body.invalid"),
        ])
    func checks(body: String, status: Int, reason: String) async {
        let answer = await client.post("/v1/sessions/async", body)
        #expect(answer.status == status && answer.reason == reason, "\(answer.text)")
        #expect(client.store.objectCount == 0)
    }

    @Test("credits, the rate and the cost limit")
    func allowance() async {
        client.key = "sk-nocredits"
        #expect(await client.post("/v1/sessions/async").status == 402)
        client.key = "sk-ratelimited"
        #expect(await client.post("/v1/sessions/async").status == 429)
        let capped = AnchorClient { $0.asyncSessions.costLimit = .reached }
        let answer = await capped.post("/v1/sessions/async")
        #expect(answer.status == 403 && answer.reason == "credits.costLimit")
        #expect(await capped.post("/v1/sessions").status == 200)
    }

    @Test("an unknown request is not found")
    func unknown() async {
        let answer = await client.get("/v1/sessions/async/\(AnchorClient.unknownID)/status")
        #expect(answer.status == 404 && answer.reason == "sessionRequest.unknown")
    }

    @Test("objects are counted as they lie in the tables, and rows survive being written and read")
    func objects() async throws {
        _ = await client.post(
            "/v1/sessions/async",
            #"{"session":{"scoped_access":{"active":true}},"browser":{"profile":{"name":"p","persist":true}}}"#)
        let state = client.store.snapshot
        #expect(state.countObjects() == client.store.objectCount)
        let request = try #require(state.sessionRequests.values.first)
        #expect(try RowCoding.value(RowCoding.bytes(request)) == request)
        let session = try #require(state.sessions.values.first)
        #expect(try RowCoding.value(RowCoding.bytes(session)) == session)
    }
}
