import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct RemoteBrowserTests {
    private static let target = "/account/api/v1/cdpUrl"
    private static let body = #"{"apps":["linkedin"],"appUserId":"ada"}"#

    @Test("a user who linked gets a browser whose URLs lead back the way the client came")
    func handedOut() async throws {
        let client = AnonClient()
        client.authority = "svc.sandbox.anon.localhost:4010"
        try client.link("ada", to: "linkedin")
        try client.link("ada", to: "amazon")
        let answer = await client.post(
            Self.target, #"{"apps":["linkedin","amazon","linkedin"],"appUserId":"ada","proxy":true}"#)
        #expect(answer.status == 200)
        let browser = try #require(client.store.snapshot.remoteBrowsers.values.first)
        #expect(
            answer.text
                == #"{"cdpUrl":"ws://svc.sandbox.anon.localhost:4010/cdp/\#(browser.id)","#
                + #""liveStreamingUrl":"http://svc.sandbox.anon.localhost:4010/live/\#(browser.id)"}"#)
        #expect(browser.apps == ["linkedin", "amazon"])
        #expect(browser.usesProxy)
        #expect(browser.user.externalID == "ada")
    }

    @Test("the page says what the browser is for, needs no key, loads nothing and escapes what it shows")
    func page() async throws {
        let client = AnonClient()
        try client.link("<ada>", to: "linkedin")
        let answer = await client.post(Self.target, #"{"apps":["linkedin"],"appUserId":"<ada>"}"#)
        let url = try #require(answer["liveStreamingUrl"]?.string)
        client.bearer = nil
        let page = await client.get(String(url.dropFirst("http://127.0.0.1:4010".count)))
        #expect(page.status == 200)
        #expect(page.reply.headers[.contentType] == "text/html; charset=utf-8")
        for text in [
            "This is Drydock, a local fake – not Anon.", "&lt;ada&gt;", "linkedin", "2026-01-01T00:00:00.000Z",
        ] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(!page.text.contains("<ada>") && !page.text.contains("src=") && !page.text.contains("<script"))
    }

    @Test("an unknown browser is a page that says what to do")
    func unknownPage() async {
        let page = await AnonClient().get("/live/%3Ci%3E")
        #expect(page.status == 404)
        #expect(page.reason == "browser.unknown")
        #expect(page.text.contains("liveStreamingUrl") && page.text.contains("&lt;i&gt;"))
    }

    @Test(
        "a user who never linked is told in the words of the FAQ, and linking clears it",
        arguments: [
            ("ada", 404, "404 - Not Found", "user.notLinked"),
            ("ada+unlinked", 404, "404 - Not Found", "user.notLinked"),
            ("ada+crash", 500, "500 - Internal Server", "user.lookupCrashed"),
        ])
    func translation(user: String, status: Int, text: String, reason: String) async throws {
        let client = AnonClient()
        let body = #"{"apps":["linkedin"],"appUserId":"\#(user)"}"#
        let answer = await client.post(Self.target, body)
        #expect(answer.status == status)
        #expect("\(answer.reply.status.code) - \(answer.reply.status.reasonPhrase)" == text)
        #expect(answer.text == #"{"error":"Error translating external user id: \#(text)"}"#)
        #expect(answer.reason == reason)
        try client.link(user, to: "linkedin")
        #expect(await client.post(Self.target, body).status == 200)
    }

    @Test("each app needs an active session", arguments: ["amazon": "session.none", "uber": "session.notActive"])
    func sessions(app: String, reason: String) async throws {
        var seed = AnonSeed()
        seed.appUsers = [
            AppUserSeed(
                id: "ada", sessions: [SessionSeed(app: "uber", status: .revoked), SessionSeed(app: "linkedin")])
        ]
        let client = AnonClient(seed: seed)
        let answer = await client.post(Self.target, #"{"apps":["linkedin","\#(app)"],"appUserId":"ada"}"#)
        #expect(answer.status == 404)
        #expect(answer.text == #"{"error":"Session not found"}"#)
        #expect(answer.reason == reason)
        #expect(client.store.snapshot.remoteBrowsers.isEmpty)
    }

    @Test("a magic id's session cannot be used until Link is finished", arguments: ["+revoked": 200, "+unknown": 404])
    func magic(ending: String, afterLink: Int) async throws {
        let client = AnonClient()
        let body = #"{"apps":["linkedin"],"appUserId":"ada\#(ending)"}"#
        #expect(await client.post(Self.target, body).reason == "session.notActive")
        try client.link("ada\(ending)", to: "linkedin")
        #expect(await client.post(Self.target, body).status == afterLink)
    }

    @Test(
        "a wrong body is refused and changes nothing",
        arguments: [
            #"{}"#, #"{"apps":["linkedin"]}"#, #"{"appUserId":"ada"}"#, #"{"apps":[],"appUserId":"ada"}"#,
            #"{"apps":[""],"appUserId":"ada"}"#, #"{"apps":[1],"appUserId":"ada"}"#,
            #"{"apps":"linkedin","appUserId":"ada"}"#, #"{"apps":["linkedin"],"appUserId":""}"#,
            #"{"apps":["linkedin"],"appUserId":"ada","proxy":"yes"}"#, "[]", "{,}",
        ])
    func wrongBody(body: String) async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        let answer = await client.post(Self.target, body)
        #expect(answer.status == 400)
        #expect(answer["error"]?.string?.isEmpty == false)
        #expect(client.store.snapshot.remoteBrowsers.isEmpty)
    }

    @Test("a browser counts against the world's limit")
    func full() async throws {
        let count = AnonClient().store.snapshot.objectCount
        let client = AnonClient { $0.objectLimit = count + 3 }
        try client.link("ada", to: "linkedin")
        #expect(await client.post(Self.target, Self.body).status == 200)
        #expect(await client.post(Self.target, Self.body).status == 507)
        #expect(client.store.snapshot.remoteBrowsers.count == 1)
    }

    @Test("an end user's token is no key")
    func appUser() async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        await client.become("ada")
        #expect(await client.post(Self.target, Self.body).reason == "key.notAKey")
    }
}
