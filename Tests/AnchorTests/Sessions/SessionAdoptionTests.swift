import HTTPTypes
import Kernel
import Testing

@testable import Anchor

/// What the vendor's generated tests send to a world with `unknownIds: adopt`.
struct SessionAdoptionTests {
    private let client = AnchorClient.adopting()

    @Test(
        "a session that nobody made is there at first touch, and again after its end",
        arguments: [
            ("GET", ""), ("DELETE", ""), ("GET", "/pages"), ("GET", "/downloads"), ("GET", "/tags"), ("PUT", "/tags"),
            ("DELETE", "/tags"), ("GET", "/recordings"), ("POST", "/recordings/pause"), ("POST", "/recordings/resume"),
            ("DELETE", "/recordings/primary"), ("DELETE", "/recordings/recording_id"), ("POST", "/goto"),
            ("POST", "/mouse/click"), ("POST", "/drag-and-drop"), ("POST", "/scroll"), ("POST", "/keyboard/type"),
            ("POST", "/keyboard/shortcut"), ("GET", "/clipboard"), ("POST", "/clipboard"), ("POST", "/copy"),
            ("POST", "/paste"), ("GET", "/screenshot"),
        ])
    func sessions(method: String, path: String) async throws {
        let method = try #require(HTTPRequest.Method(method))
        for _ in 0..<2 {
            #expect(await client.send(method, "/v1/sessions/session_id\(path)").status == 200)
            #expect(await client.delete("/v1/sessions/session_id").status == 200)
        }
        #expect(await client.sessions() == ["session_id"])
    }

    @Test("any configuration is taken as far as it can be read")
    func configuration() async {
        let body = """
            {"browser":{"viewport":{"width":0,"height":0},"profile":{"name":"name"},"extensions":["x"],
              "captcha_solver":{"active":true},"cross_origin_support":{},"headless":true},
            "session":{"timeout":{"max_duration":0,"idle_timeout":-5},"proxy":{"type":"own"},"initial_url":"url"},
            "identities":[{"id":"123e4567-e89b-12d3-a456-426614174000"},{}],"integrations":[{"id":"i"}]}
            """
        let id = await client.session(body)
        let configuration = await client.get("/v1/sessions/\(id)")["data.configuration"]
        #expect(configuration?[path: "browser.viewport"] == ["width": 0, "height": 0])
        #expect(configuration?[path: "browser.headless.active"] == false)
        #expect(configuration?[path: "session.proxy"] == nil)
        #expect(configuration?[path: "session.timeout.max_duration"] == 0)
        #expect(configuration?[path: "integrations"] == [])
        #expect(configuration?[path: "identities"] == [["id": "123e4567-e89b-12d3-a456-426614174000"]])
        #expect(await client.get("/v1/identities/123e4567-e89b-12d3-a456-426614174000").status == 200)
    }

    @Test("profiles are adopted, made anew and deleted as often as one likes")
    func profiles() async {
        for _ in 0..<2 {
            #expect(await client.post("/v1/profiles", #"{"name":"name","session_id":"x"}"#).status == 200)
            #expect(await client.get("/v1/profiles/name")["data.session_id"] == "x")
            #expect(await client.delete("/v1/profiles/name").status == 200)
            #expect(await client.get("/v1/profiles/name")["data.session_id"] == .null)
        }
        #expect(await client.get("/v1/profiles")["data.count"] == 1)
    }

    @Test("the live view of a session that nobody made is shown")
    func liveView() async {
        #expect(await client.get("/?sessionId=session_id").status == 200)
    }
}
