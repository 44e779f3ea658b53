import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Older paths of sessions, profiles and recordings")
struct OlderSessionTests {
    private let client = AnchorClient()

    @Test("a flat body makes a session with the defaults of its time")
    func legacy() async throws {
        let plain = await client.post("/api/sessions")
        let id = plain.id
        #expect(plain.json.object?.members.map(\.name) == ["cdp_url", "id", "live_view_url"])
        let first = try #require(client.store.snapshot.sessions[id]?.configuration.session.timeout)
        #expect(first.maximumDuration == -1 && first.idleTimeout == 1)
        let body = """
            {"headless":true,"recording":{"active":false},"timeout":7,"idle_timeout":3,
             "adblock_config":{"active":true,"popup_blocking_active":false},"captcha_config":{"active":true},
             "proxy_config":{"type":"anchor_residential","active":true},"profile":{"name":"p","persist":true,"store_cache":true}}
            """
        let full = await client.post("/api/sessions", body)
        let configuration = try #require(client.store.snapshot.sessions[full.id]?.configuration, "\(full.text)")
        #expect(configuration.browser.has(.headless) && configuration.browser.has(.captchaSolver))
        #expect(!configuration.browser.has(.popupBlocker) && !configuration.session.isRecorded)
        #expect(configuration.session.timeout.maximumDuration == 7 && configuration.session.timeout.idleTimeout == 3)
        #expect(configuration.session.proxy?.isActive == true && configuration.browser.profile?.name == "p")
        #expect(await client.post("/api/sessions", #"{"captcha_config":{"active":true}}"#).status == 400)
        #expect(await client.post("/api/sessions", #"{"timeout":"1"}"#).status == 400)
    }

    @Test("the same sessions as under the newer paths")
    func same() async {
        let id = await client.post("/api/sessions").id
        let active = await client.get("/api/sessions/active")
        #expect(
            active.json == [["session_id": .string(id), "status": "running", "created_at": "2026-01-01T00:00:00.000Z"]])
        let info = await client.get("/api/sessions/\(id)")
        #expect(info.json == (await client.get("/v1/sessions/\(id)"))["data"])
        let ended = await client.delete("/api/sessions/\(id)")
        #expect(ended.json == .string("Session \(id) deleted successfully."))
        #expect(await client.get("/api/sessions/active").json == [])
        #expect(await client.get("/api/sessions/\(AnchorClient.unknownID)").status == 404)
        #expect(await client.delete("/api/sessions/\(AnchorClient.unknownID)").status == 400)
    }

    @Test("the same sessions under /api/v1")
    func older() async {
        let made = await client.post("/api/v1/sessions", #"{"session":{"tags":["a"]}}"#)
        let id = made["data.id"]?.string ?? ""
        #expect(await client.get("/api/v1/sessions/\(id)").json == made.json)
        #expect(await client.get("/api/v1/sessions").json == (await client.get("/v1/sessions")).json)
        #expect(await client.delete("/api/v1/sessions/\(id)").json == ["data": ["status": "success"]])
        #expect(await client.status(of: id) == "completed")
        #expect(await client.get("/api/v1/sessions/\(AnchorClient.unknownID)").status == 404)
        client.key = "sk-nocredits"
        #expect(await client.post("/api/v1/sessions").status == 402)
        #expect(await client.post("/api/sessions").status == 402)
    }

    @Test("a recording is fetched without a key, once the session has ended, for a quarter of an hour")
    func recording() async throws {
        let id = await client.session()
        #expect(await client.get("/api/sessions/\(id)/recording").json == ["data": ["videos": []]])
        let early = await client.get("/v1/sessions/\(id)/recordings/primary/fetch")
        _ = await client.delete("/v1/sessions/\(id)")
        let recording = await client.get("/v1/sessions/\(id)/recordings")["data.items.0.id"]?.string ?? ""
        let video = await client.get("/api/sessions/\(id)/recording")["data.videos.0"]?.string ?? ""
        #expect(early.status == 404 && video.hasSuffix("/recordings/\(recording)/fetch"))
        client.key = nil
        let sent = await client.get("/v1/sessions/\(id)/recordings/\(recording)/fetch")
        #expect(sent.status == 302, "\(sent.text)")
        let address = try #require(sent.reply.headers[.location]?.dropFirst("http://127.0.0.1:4010".count))
        let film = await client.get(String(address))
        #expect(film.status == 200 && film.reply.headers[.contentType] == "video/mp4")
        #expect(await client.get(address + "0").reason == "signedURL.invalid")
        #expect(await client.get("/v1/sessions/\(id)/recordings/\(AnchorClient.unknownID)/fetch").status == 404)
        client.advance(.seconds(900))
        #expect(await client.get(String(address)).reason == "signedURL.expired")
    }

    @Test("an active session has no recording that could be shared")
    func active() async {
        let id = await client.session()
        let recording = client.store.snapshot.sessions[id]?.recording?.id ?? ""
        client.key = nil
        let answer = await client.get("/v1/sessions/\(id)/recordings/\(recording)/fetch")
        #expect(answer.status == 404 && answer.reason == "recording.unknown")
    }

    @Test("a profile is changed by its name")
    func profile() async {
        _ = await client.post("/v1/profiles", #"{"name":"p","description":"first"}"#)
        let session = await client.session()
        #expect(await client.put("/v1/profiles/p", #"{"description":"second"}"#).json == ["data": ["status": "ready"]])
        #expect(await client.put("/v1/profiles/p", #"{"source":"session","session_id":"\#(session)"}"#).status == 200)
        let profile = await client.get("/v1/profiles/p")
        #expect(profile["data.description"] == "second" && profile["data.session_id"] == .string(session))
        #expect(await client.put("/v1/profiles/q", "{}").reason == "profile.unknown")
        #expect(
            await client.put("/v1/profiles/p", #"{"session_id":"\#(AnchorClient.unknownID)"}"#).reason
                == "session.unknown")
        #expect(await client.put("/v1/profiles/p", #"{"source":"file"}"#).status == 400)
        _ = await client.delete("/v1/sessions/\(session)")
        #expect(await client.put("/v1/profiles/p", #"{"session_id":"\#(session)"}"#).reason == "session.ended")
    }
}
