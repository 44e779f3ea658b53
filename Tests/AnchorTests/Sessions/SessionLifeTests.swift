import HTTPTypes
import Kernel
import Testing

@testable import Anchor

struct SessionLifeTests {
    private let client = AnchorClient()

    @Test("a session has all its members")
    func members() async {
        let id = await client.session(#"{"session":{"tags":["a"]}}"#)
        client.advance(.seconds(61))
        let details = await client.get("/v1/sessions/\(id)")["data"]
        #expect(details?[path: "session_id"]?.string == id)
        #expect(details?[path: "team_id"] == (await team()))
        #expect(details?[path: "duration"] == 61)
        #expect(details?[path: "status"] == "running")
        #expect(details?[path: "credits_used"] == 2)
        #expect(details?[path: "proxy_bytes"] == 0)
        #expect(details?[path: "tokens"] == [:])
        #expect(details?[path: "steps"] == .null)
        #expect(details?[path: "tags"] == .null)
        #expect(details?[path: "created_at"] == "2026-01-01T00:00:00.000Z")
        #expect(details?.object?.members.count == 11)
    }

    private func team() async -> JSONValue? {
        client.headers[.cookie] = "wos-session=a"
        return await client.get("/api/user/project")["id"]
    }

    @Test("one credit is used for each minute begun", arguments: [(0, 0), (1, 1), (60_000, 1), (60_001, 2)])
    func credits(milliseconds: Int64, credits: Int64) async {
        let id = await client.session()
        client.advance(.milliseconds(milliseconds))
        #expect(await client.get("/v1/sessions/\(id)")["data.credits_used"] == .integer(credits))
    }

    @Test(
        "a session ends at the instant of its first limit",
        arguments: [
            ("", 5), (#"{"session":{"timeout":{"idle_timeout":-1}}}"#, 20),
            (#"{"session":{"timeout":{"max_duration":3}}}"#, 3),
            (#"{"session":{"timeout":{"max_duration":30,"idle_timeout":10}}}"#, 10),
            (#"{"session":{"timeout":{"max_duration":-1,"idle_timeout":7}}}"#, 7),
        ])
    func limits(body: String, minutes: Int64) async {
        let id = await client.session(body)
        client.advance(TimeSpan(milliseconds: minutes * 60_000 - 1))
        #expect(await client.status(of: id) == "running")
        client.advance(.milliseconds(1))
        #expect(await client.status(of: id) == "completed")
        client.advance(.minutes(60))
        #expect(await client.get("/v1/sessions/\(id)")["data.duration"] == .integer(minutes * 60))
    }

    @Test("without limits it runs on, with limits of nothing it ends at once")
    func extremes() async {
        let endless = await client.session(#"{"session":{"timeout":{"max_duration":-1,"idle_timeout":-1}}}"#)
        let over = await client.session(#"{"session":{"timeout":{"max_duration":0}}}"#)
        #expect(await client.status(of: over) == "completed")
        client.advance(.minutes(1_000_000))
        #expect(await client.status(of: endless) == "running")
    }

    @Test(
        "calls on what belongs to a session keep it from being idle",
        arguments: [
            ("GET", "/pages", true), ("GET", "/recordings", true), ("GET", "/downloads", true), ("GET", "/tags", true),
            ("DELETE", "/tags", true), ("POST", "/recordings/pause", true), ("POST", "/recordings/resume", true),
            ("GET", "/clipboard", true), ("GET", "/screenshot", true), ("POST", "/copy", true), ("GET", "", false),
        ])
    func activity(method: String, path: String, isActivity: Bool) async throws {
        let id = await client.session(#"{"session":{"timeout":{"idle_timeout":5}}}"#)
        client.advance(.minutes(4))
        let method = try #require(HTTPRequest.Method(method))
        #expect(await client.send(method, "/v1/sessions/\(id)\(path)").status == 200)
        client.advance(.minutes(4))
        #expect(await client.status(of: id) == (isActivity ? "running" : "completed"))
        client.advance(.minutes(1))
        #expect(await client.status(of: id) == "completed")
    }

    @Test("activity does not lengthen the longest duration, nor does it wake what has ended")
    func lateActivity() async {
        let id = await client.session(#"{"session":{"timeout":{"max_duration":6,"idle_timeout":5}}}"#)
        client.advance(.minutes(4))
        _ = await client.get("/v1/sessions/\(id)/tags")
        client.advance(.minutes(2))
        #expect(await client.status(of: id) == "completed")
        _ = await client.get("/v1/sessions/\(id)/tags")
        #expect(await client.get("/v1/sessions/\(id)")["data.duration"] == 360)
    }

    @Test("lists are no activity")
    func lists() async {
        let id = await client.session()
        client.advance(.minutes(4))
        _ = await client.sessions()
        _ = await client.get("/v1/sessions/all/status")
        client.advance(.minutes(1))
        #expect(await client.status(of: id) == "completed")
    }

    @Test("ending a session ends it once and for all")
    func end() async {
        let id = await client.session()
        client.advance(.seconds(30))
        let ended = await client.delete("/v1/sessions/\(id)")
        #expect(ended.status == 200)
        #expect(ended.json == ["data": ["status": "success"]])
        client.advance(.minutes(1))
        #expect(await client.delete("/v1/sessions/\(id)").status == 200)
        let details = await client.get("/v1/sessions/\(id)")
        #expect(details["data.status"] == "completed")
        #expect(details["data.duration"] == 30)
    }

    @Test("ending all ends what runs and leaves the rest as it was")
    func endAll() async {
        let first = await client.session()
        _ = await client.delete("/v1/sessions/\(first)")
        client.advance(.seconds(10))
        let second = await client.session()
        client.advance(.seconds(10))
        let answer = await client.delete("/v1/sessions/all")
        #expect(answer.json == ["data": ["status": "success"]])
        #expect(await client.get("/v1/sessions/\(first)")["data.duration"] == 0)
        #expect(await client.get("/v1/sessions/\(second)")["data.duration"] == 10)
        #expect(await client.status(of: second) == "completed")
    }

    @Test("a running session has one page, an ended one has none")
    func pages() async {
        let id = await client.session(#"{"session":{"initial_url":"https://a.example/x"}}"#)
        let pages = await client.get("/v1/sessions/\(id)/pages")
        #expect(pages["data.count"] == 1)
        #expect(pages["data.items.0.title"] == "No browser runs behind this session")
        #expect(pages["data.items.0.url"] == "https://a.example/x")
        let page = pages["data.items.0.id"]?.string ?? ""
        #expect(page.utf8.count == 32)
        #expect(
            pages["data.items.0.frontend_url"]?.string == "http://127.0.0.1:4010?sessionId=\(id)&pageId=\(page)")
        let blank = await client.session()
        #expect(await client.get("/v1/sessions/\(blank)/pages")["data.items.0.url"] == "about:blank")
        _ = await client.delete("/v1/sessions/\(id)")
        #expect(await client.get("/v1/sessions/\(id)/pages").json == ["data": ["count": 0, "items": []]])
    }

    @Test("nothing is downloaded without a browser")
    func downloads() async {
        let id = await client.session()
        #expect(await client.get("/v1/sessions/\(id)/downloads").json == ["data": ["count": 0, "items": []]])
    }

    @Test(
        "an unknown session is refused with the nearest documented status",
        arguments: [
            ("GET", "", 404), ("DELETE", "", 400), ("GET", "/pages", 404), ("GET", "/downloads", 404),
            ("GET", "/tags", 404), ("PUT", "/tags", 404), ("DELETE", "/tags", 404), ("GET", "/recordings", 404),
            ("GET", "/recordings/primary/fetch", 404), ("DELETE", "/recordings/primary", 400),
        ])
    func unknown(method: String, path: String, status: Int) async throws {
        let method = try #require(HTTPRequest.Method(method))
        let body = method == .put ? #"{"tags":[]}"# : ""
        let answer = await client.send(method, "/v1/sessions/\(AnchorClient.unknownID)\(path)", body)
        #expect(answer.status == status)
        #expect(answer["error.code"] == .integer(Int64(status)))
        #expect(answer.reason == "session.unknown")
    }
}
