import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct SessionCreationTests {
    private let client = AnchorClient()

    @Test(
        "the URLs lead back the way the client came",
        arguments: [
            ("127.0.0.1:4010", "ws://127.0.0.1:4010?", "http://127.0.0.1:4010?"),
            (
                "api.anchorbrowser.localhost:4010", "ws://connect.anchorbrowser.localhost:4010?",
                "http://live.anchorbrowser.localhost:4010?"
            ),
        ])
    func addresses(authority: String, cdp: String, liveView: String) async {
        client.authority = authority
        client.key = "sk-a b@w"
        let answer = await client.post("/v1/sessions")
        let id = answer["data.id"]?.string ?? ""
        #expect(ObjectID(id).isUUID)
        #expect(answer["data.cdp_url"]?.string == "\(cdp)apiKey=sk-a%20b%40w&sessionId=\(id)")
        #expect(answer["data.live_view_url"]?.string == "\(liveView)sessionId=\(id)")
        #expect(answer.json.object?.members.count == 1)
    }

    @Test("an empty body and an empty object are both good", arguments: ["", "{}", "null"])
    func noOptions(body: String) async {
        #expect(await client.post("/v1/sessions", body).status == 200)
    }

    @Test("a validated and a pending identity are taken", arguments: [false, true])
    func usableIdentity(isAsync: Bool) async {
        let made = await client.post(
            "/v1/identities?validateAsync=\(isAsync)", #"{"source":"https://a.example","credentials":[]}"#)
        let id = await client.session(#"{"identities":[{"id":"\#(made.id)"}]}"#)
        let shown = await client.get("/v1/sessions/\(id)")["data.configuration.identities"]
        #expect(shown == [["id": .string(made.id)]])
    }

    @Test("an unknown identity is a bad request and makes nothing")
    func unknownIdentity() async {
        let answer = await client.post("/v1/sessions", #"{"identities":[{"id":"nobody"}]}"#)
        #expect(answer.status == 400)
        #expect(answer.reason == "identity.unknown")
        #expect(await client.sessions() == [])
    }

    @Test("a failed identity is a bad request until it is mended")
    func failedIdentity() async {
        let made = await client.post(
            "/v1/identities?validateAsync=false",
            #"{"source":"https://a.example","credentials":[{"type":"username_password","username":"user_locked","password":"p"}]}"#
        )
        let body = #"{"identities":[{"id":"\#(made.id)"}]}"#
        let answer = await client.post("/v1/sessions", body)
        #expect(answer.status == 400)
        #expect(answer.reason == "identity.failed")
        _ = await client.put("/v1/identities/\(made.id)", #"{"credentials":\#(AnchorClient.credentials)}"#)
        #expect(await client.post("/v1/sessions", body).status == 200)
    }

    @Test("an unknown profile is a bad request, a known one is taken")
    func profile() async {
        let body = #"{"browser":{"profile":{"name":"ada"}}}"#
        let refused = await client.post("/v1/sessions", body)
        #expect(refused.status == 400)
        #expect(refused.reason == "profile.unknown")
        _ = await client.post("/v1/profiles", #"{"name":"ada"}"#)
        #expect(await client.post("/v1/sessions", body).status == 200)
    }

    @Test("without credits nothing is made, by policy or by key", arguments: [true, false])
    func credits(byPolicy: Bool) async {
        let client = AnchorClient { if byPolicy { $0.credits = .none } }
        if !byPolicy { client.key = "sk-nocredits-1@world" }
        let answer = await client.post("/v1/sessions")
        #expect(answer.status == 402)
        #expect(answer["error.code"] == 402)
        #expect(answer.reason == "credits.none")
        #expect(await client.sessions() == [])
    }

    @Test("a rate-limited key is refused with the published headers")
    func rateLimitedKey() async {
        client.key = "sk-ratelimited"
        let answer = await client.post("/v1/sessions")
        #expect(answer.status == 429)
        #expect(answer.message == "Session creation rate limit exceeded.")
        #expect(answer.reason == "rate.sessions")
        #expect(answer.reply.headers[.retryAfter] == "58")
        #expect(answer.reply.headers[.rateLimit] == #""5-in-1min"; r=0; t=58"#)
        #expect(answer.reply.headers[.rateLimitPolicy]?.hasPrefix(#""5-in-1min"; q=5; w=60; pk=:"#) == true)
    }

    @Test("the quota's window slides to the millisecond, and refusals do not count")
    func quota() async {
        let client = AnchorClient { $0.sessionRateLimit = AnchorPolicies.SessionRateLimit(sessions: 2) }
        _ = await client.session()
        client.advance(.seconds(20))
        _ = await client.session()
        client.advance(.milliseconds(39_999))
        for _ in 0..<3 {
            let refused = await client.post("/v1/sessions")
            #expect(refused.status == 429)
            #expect(refused.reply.headers[.retryAfter] == "1")
            #expect(refused.reply.headers[.rateLimit] == #""2-in-1min"; r=0; t=1"#)
        }
        client.advance(.milliseconds(1))
        _ = await client.session()
        let refused = await client.post("/v1/sessions")
        #expect(refused.reply.headers[.retryAfter] == "20")
        client.advance(.seconds(20))
        _ = await client.session()
        #expect(await client.sessions().count == 4)
    }

    @Test("other windows say their length in seconds, and a quota of none lets nothing in")
    func otherWindow() async {
        let client = AnchorClient {
            $0.sessionRateLimit = AnchorPolicies.SessionRateLimit(sessions: 0, per: .seconds(90))
        }
        let refused = await client.post("/v1/sessions")
        #expect(refused.status == 429)
        #expect(refused.reply.headers[.rateLimit] == #""0-in-90s"; r=0; t=90"#)
    }

    @Test("a body that is refused uses up nothing of the quota")
    func refusedBody() async {
        let client = AnchorClient { $0.sessionRateLimit = AnchorPolicies.SessionRateLimit(sessions: 1) }
        #expect(await client.post("/v1/sessions", #"{"identities":[{"id":"nobody"}]}"#).status == 400)
        #expect(await client.post("/v1/sessions").status == 200)
    }

    @Test("sessions count as objects of the world, and so do the profiles that they leave")
    func objects() async {
        let client = AnchorClient { $0.objectLimit = 2 }
        _ = await client.session()
        let two = await client.post("/v1/sessions", #"{"browser":{"profile":{"name":"a","persist":true}}}"#)
        #expect(two.status == 507)
        #expect(two.reason == "world.full")
        _ = await client.session()
        #expect(await client.post("/v1/sessions").status == 507)
        #expect(await client.sessions().count == 2)
    }

    @Test("a missing key is refused everywhere, nested where the vendor nests")
    func key() async {
        let id = await client.session()
        client.key = nil
        #expect(await client.post("/v1/sessions")["error.code"] == 401)
        #expect(await client.get("/v1/sessions/\(id)/tags")["error.code"] == 401)
        #expect(await client.post("/v1/sessions/\(id)/recordings/pause")["error.error.code"] == 401)
    }
}
