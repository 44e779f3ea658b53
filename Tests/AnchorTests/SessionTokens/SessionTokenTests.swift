import Browsers
import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Tokens of sessions")
struct SessionTokenTests {
    private let client = AnchorClient(browsers: FailingBrowsers(failure: .tooMany(limit: 4)))

    private static let headless = #"{"browser":{"headless":{"active":true}}}"#
    private static let once = #"{"session":{"live_view":{"one_time_url":true}}}"#
    private static let readOnly = #"{"session":{"live_view":{"read_only":true}}}"#
    private static let scoped = #"{"session":{"scoped_access":{"active":true}}}"#

    private func mint(_ session: String, _ body: String = "") async -> AnchorAnswer {
        await client.post("/v1/sessions/\(session)/tokens", body)
    }

    private func token(_ answer: AnchorAnswer, _ name: String) -> String {
        answer[name]?.string.flatMap { $0.split(separator: "=").last.map(String.init) } ?? ""
    }

    /// The status and the reason of opening something.
    private func open(_ target: String, key: String? = nil) async -> String {
        let former = client.key
        client.key = key
        if target.hasPrefix("/?"), target.contains("ws=") { client.headers = Self.handshake }
        if target.hasPrefix("/devtools") { client.headers = Self.handshake }
        let answer =
            target.hasPrefix("/live-view/input")
            ? await client.post(target, #"{"events":[]}"#) : await client.get(target)
        client.headers = [:]
        client.key = former
        return "\(answer.status) \(answer.reason ?? "")"
    }

    @Test(
        "without scopes there is a token for whatever the session serves",
        arguments: [
            ("{}", ["cdp_url", "live_view_read_only_url", "live_view_url"]), (headless, ["cdp_url"]),
            (once, ["cdp_url", "live_view_read_only_url"]),
            (readOnly, ["cdp_url", "live_view_read_only_url", "live_view_url"]),
        ])
    func everything(body: String, names: [String]) async {
        for scopes in ["", "{}", #"{"scopes":[]}"#] {
            let answer = await mint(await client.session(body), scopes)
            #expect(answer.status == 200)
            #expect(answer["data"]?.object?.members.map(\.name) == names)
            for name in names {
                #expect(answer[name] == answer["data.\(name)"])
                #expect(
                    answer[name]?.string?.contains("?token=") == true
                        && answer[name]?.string?.contains("sessionId") == false)
            }
            let isSame = answer["live_view_url"] == answer["live_view_read_only_url"]
            #expect(isSame == (body == Self.readOnly || body == Self.headless))
        }
        #expect(client.store.objectCount == client.store.snapshot.countObjects())
    }

    @Test(
        "a scope that the session cannot serve, or that there is not, is refused",
        arguments: [
            (headless, "live_view", 400, "sessionToken.scopeImpossible"),
            (once, "live_view", 400, "sessionToken.scopeImpossible"),
            (once, "live_view_read_only", 200, nil), ("{}", "all", 400, "body.invalid"), (headless, "cdp", 200, nil),
        ] as [(String, String, Int, String?)])
    func impossible(body: String, scope: String, status: Int, reason: String?) async {
        let answer = await mint(await client.session(body), #"{"scopes":["\#(scope)"]}"#)
        #expect(answer.status == status && answer.reason == reason, "\(answer.text)")
    }

    @Test("an unknown session has no tokens, and one that has ended makes none")
    func ended() async {
        #expect(await mint(AnchorClient.unknownID).status == 404)
        let session = await client.session()
        _ = await client.delete("/v1/sessions/\(session)")
        let answer = await mint(session)
        #expect(answer.status == 400 && answer.reason == "session.ended")
    }

    @Test("from the first token on the session's id opens nothing, with a key or without, and calls with a key go on")
    func tokenOnly() async {
        let session = await client.session()
        let query = "sessionId=\(session)"
        #expect(await open("/?\(query)") == "200 ")
        #expect(await open("/?ws=1&\(query)", key: "sk-a") == "503 browser.tooMany")
        let minted = await mint(session, #"{"scopes":["cdp"]}"#)
        let places = [
            "/?", "/live-view/frames?", "/live-view/page?", "/live-view/input?", "/?ws=1&", "/devtools/page/p?",
            "/json/version?", "/json/list?", "/json?",
        ]
        for place in places {
            #expect(await open("\(place)\(query)", key: "sk-a") == "403 sessionToken.required", "\(place)")
        }
        let token = token(minted, "cdp_url")
        _ = await client.delete("/v1/sessions/\(session)/tokens/\(token)")
        #expect(await open("/?\(query)") == "403 sessionToken.required", "even when all are revoked")
        #expect(await client.status(of: session) == "running")
        #expect(await client.get("/v1/sessions/\(session)/tags").status == 200)
    }

    @Test("one token has one scope")
    func scopes() async {
        let minted = await mint(await client.session())
        let (cdp, live, watch) = (
            token(minted, "cdp_url"), token(minted, "live_view_url"), token(minted, "live_view_read_only_url")
        )
        #expect(Set([cdp, live, watch]).count == 3)
        for place in ["/?ws=1&token=", "/devtools/page/p?token=", "/json/version?token=", "/json/list?token="] {
            #expect(await open(place + cdp) == "503 browser.tooMany", "\(place)")
            for other in [live, watch] {
                #expect(await open(place + other) == "403 sessionToken.otherScope", "\(place)")
            }
            #expect(await open(place + "nothing") == "401 sessionToken.unknown")
        }
        for view in [live, watch] {
            #expect(await open("/?token=" + view) == "200 ")
            #expect(await open("/live-view/frames?token=" + view) == "500 browser.tooMany")
        }
        #expect(await open("/?token=" + cdp) == "403 sessionToken.otherScope")
        #expect(await open("/live-view/input?token=" + live) == "500 browser.tooMany")
        #expect(await open("/live-view/input?token=" + watch) == "403 liveView.readOnly")
        let page = await client.get("/?token=" + watch)
        #expect(!page.text.contains("data-input") && page.text.contains("view="))
    }

    @Test("a token that was revoked opens nothing, and the others stay")
    func revoked() async {
        let session = await client.session()
        let (first, second) = (await mint(session), await mint(session))
        let live = token(first, "live_view_url")
        let page = await client.get("/?token=\(live)").text
        let pass = page.firstRange(of: "view=").map { String(page[$0.upperBound...].prefix(64)) } ?? ""
        let path = "/v1/sessions/\(session)/tokens"
        for _ in 0..<2 { #expect(await client.delete("\(path)/\(live)").json == ["data": ["status": "success"]]) }
        #expect(await open("/?token=" + live) == "401 sessionToken.revoked")
        #expect(await open("/live-view/frames?token=\(live)&view=\(pass)") == "401 sessionToken.revoked")
        #expect(await open("/live-view/page?token=\(live)") == "401 sessionToken.revoked")
        #expect(
            await open("/live-view/page?token=\(live)&view=\(pass)") == "500 browser.tooMany",
            "the page that is open goes on")
        #expect(await open("/?token=" + token(second, "live_view_url")) == "200 ")
        #expect(await client.delete("\(path)/nothing").reason == "sessionToken.unknown")
        let other = await client.session()
        #expect(await client.delete("/v1/sessions/\(other)/tokens/\(token(second, "cdp_url"))").status == 404)
        #expect(await client.delete("/v1/sessions/\(AnchorClient.unknownID)/tokens/\(live)").status == 404)
    }

    @Test("tokens die with their session")
    func dead() async {
        let session = await client.session()
        let minted = await mint(session)
        _ = await client.delete("/v1/sessions/\(session)")
        #expect(await open("/?token=" + token(minted, "live_view_url")) == "410 session.ended")
        #expect(await open("/live-view/frames?token=" + token(minted, "live_view_url")) == "410 session.ended")
        #expect(await open("/?ws=1&token=" + token(minted, "cdp_url")) == "410 session.ended")
    }

    @Test("with scoped access the answer to creation has tokens in every address")
    func scopedAccess() async {
        let made = await client.post("/v1/sessions", Self.scoped)
        let id = made["data.id"]?.string ?? ""
        let names = ["cdp_url", "id", "live_view_read_only_url", "live_view_url"]
        #expect(made["data"]?.object?.members.map(\.name) == names)
        for name in names where name != "id" {
            #expect(
                made["data.\(name)"]?.string?.contains("?token=") == true
                    && made["data.\(name)"]?.string?.contains(id) == false)
        }
        #expect(await open("/?token=" + token(made, "data.live_view_url")) == "200 ")
        #expect(await open("/?ws=1&token=" + token(made, "data.cdp_url")) == "503 browser.tooMany")
        #expect(await open("/?sessionId=\(id)") == "403 sessionToken.required")
        #expect(client.store.objectCount == client.store.snapshot.countObjects())
        #expect(await client.post("/v1/sessions")["data"]?.object?.members.count == 3)
    }

    @Test("pages of a session with tokens are shown by token, of others by id")
    func pages() async {
        let client = AnchorClient()
        let session = await client.session()
        let path = "/v1/sessions/\(session)"
        #expect(await client.get("\(path)/pages")["data.items.0.frontend_url"]?.string?.contains("sessionId=") == true)
        _ = await client.post("\(path)/tokens", #"{"scopes":["cdp"]}"#)
        let address = await client.get("\(path)/pages")["data.items.0.frontend_url"]?.string ?? ""
        #expect(address.contains("?token=") && address.contains("&pageId="))
        #expect(await client.get("/?" + (address.split(separator: "?").last ?? "")).status == 200)
    }

    @Test("a live view with a one-time address is opened once, and goes on for who has it open")
    func oneTime() async {
        let session = await client.session(Self.once)
        #expect(await open("/live-view/frames?sessionId=\(session)") == "403 liveView.viewed")
        let head = await client.send(.head, "/?sessionId=\(session)")
        #expect(head.status == 200, "a HEAD is no viewer")
        let page = await client.get("/?sessionId=\(session)").text
        let pass = page.firstRange(of: "view=").map { String(page[$0.upperBound...].prefix(64)) } ?? ""
        for _ in 0..<2 { #expect(await open("/?sessionId=\(session)") == "410 liveView.viewed") }
        #expect(await open("/live-view/frames?sessionId=\(session)") == "410 liveView.viewed")
        #expect(await open("/live-view/frames?sessionId=\(session)&view=\(pass)") == "500 browser.tooMany")
        #expect(await open("/live-view/input?sessionId=\(session)&view=\(pass)") == "500 browser.tooMany")
        #expect(await open("/?sessionId=\(await client.session())") == "200 ")
    }

    @Test("tokens survive being written and read")
    func coding() async throws {
        let session = await client.session(Self.scoped)
        _ = await client.delete(
            "/v1/sessions/\(session)/tokens/\(client.store.snapshot.sessionTokens.values.first?.token ?? "")")
        for token in client.store.snapshot.sessionTokens.values {
            #expect(try RowCoding.value(RowCoding.bytes(token)) == token)
        }
        let row = try #require(client.store.snapshot.sessions[session])
        #expect(try RowCoding.value(RowCoding.bytes(row)) == row)
    }

    private static let handshake: HTTPFields = [
        .connection: "keep-alive, Upgrade", .upgrade: "websocket", .secWebSocketVersion: "13",
        .secWebSocketKey: "dGhlIHNhbXBsZSBub25jZQ==",
    ]
}
