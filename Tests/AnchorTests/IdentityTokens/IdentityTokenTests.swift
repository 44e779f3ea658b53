import HTTPTypes
import Kernel
import Testing

@testable import Anchor

struct IdentityTokenTests {
    private let client = AnchorClient()

    @Test(
        "the answer has the flat form, the older envelope, or both",
        arguments: [
            (AnchorPolicies.TokenEnvelope.both, ["token", "expiresAt", "tokenHash", "data"]),
            (.flat, ["token", "expiresAt", "tokenHash"]), (.data, ["data"]),
        ])
    func envelopes(policy: AnchorPolicies.TokenEnvelope, members: [String]) async {
        let client = AnchorClient { $0.tokenEnvelope = policy }
        let answer = await client.post(
            "/v1/applications/\(await client.application())/tokens", #"{"callbackUrl":"https://a.example/cb"}"#)
        #expect(answer.status == 201)
        #expect(answer.memberNames == members)
        #expect((answer["expiresAt"] ?? answer["data.expires_at"]) == "2026-01-01T00:15:00.000Z")
        let token = (answer["token"] ?? answer["data.token"])?.string
        #expect(token?.count == 64)
        #expect((answer["tokenHash"] ?? answer["data.token_hash"])?.string == token.map(TokenHash.hexadecimal))
        if policy == .both {
            #expect(answer["data.token"] == answer["token"])
            #expect(answer["data.expires_at"] == answer["expiresAt"])
            #expect(answer["data.token_hash"] == answer["tokenHash"])
        }
    }

    @Test("the hash is the token's SHA-256")
    func hash() {
        #expect(
            TokenHash.hexadecimal(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(
        "a callback that is not https is refused with the documented words",
        arguments: [
            ("http://localhost:3000/cb", "callback.notHTTPS"), ("http://a.example/cb", "callback.notHTTPS"),
            ("a.example/cb", "callback.invalid"), ("", "callback.invalid"), ("https://", "callback.invalid"),
            ("https://a.example/c b", "callback.invalid"), ("https:/a.example", "callback.invalid"),
            ("https://a.example/ü ü", "callback.invalid"), ("https://a.example/\\u000d\\u000ax", "callback.invalid"),
        ])
    func badCallbacks(callback: String, reason: String) async {
        let answer = await client.post(
            "/v1/applications/\(await client.application())/tokens", #"{"callbackUrl":"\#(callback)"}"#)
        #expect(answer.status == 400)
        #expect(answer.message == "callbackUrl must be a valid HTTPS URL")
        #expect(answer.reason == reason)
        #expect(client.store.snapshot.identityTokens.isEmpty)
    }

    @Test("a missing callback is a 400, an unknown application a 404")
    func refusals() async {
        let missing = await client.post("/v1/applications/\(await client.application())/tokens", "{}")
        #expect(missing.status == 400)
        #expect(missing.message == "callbackUrl is required")
        let unknown = await client.post(
            "/v1/applications/\(AnchorClient.unknownID)/tokens", #"{"callbackUrl":"https://a.example/cb"}"#)
        #expect(unknown.status == 404)
        #expect(unknown.reason == "application.unknown")
    }

    @Test(
        "http callbacks to this machine pass where the policy says so, and no others",
        arguments: [
            ("http://localhost:3000/cb", 201), ("http://127.0.0.1/cb", 201), ("http://[::1]:8080/cb", 201),
            ("http://app.localhost/cb", 201), ("https://a.example/cb", 201), ("http://a.example/cb", 400),
            ("http://localhost.example/cb", 400), ("http://notlocalhost/cb", 400), ("ftp://localhost/cb", 400),
        ])
    func loopbackCallbacks(callback: String, status: Int) async {
        let client = AnchorClient { $0.callbackScheme = .httpsOrLoopback }
        let answer = await client.post(
            "/v1/applications/\(await client.application())/tokens", #"{"callbackUrl":"\#(callback)"}"#)
        #expect(answer.status == status)
    }

    @Test("a token is good until its fifteenth minute ends, and expired at that very instant")
    func expiry() async throws {
        let application = await client.application()
        let token = await client.token(application)
        let end = AnchorClient.start + IdentityToken.lifetime
        client.now = Moment(milliseconds: end.milliseconds - 1)
        #expect(try client.store.peek(token: token, at: client.now).application.id == application)
        #expect(throws: IdentityTokenRefusal.expired(at: end)) { try client.store.peek(token: token, at: end) }
        client.now = end
        #expect(throws: IdentityTokenRefusal.expired(at: end)) { try client.complete(token) }
        client.now = Moment(milliseconds: end.milliseconds - 1)
        #expect(try client.complete(token).identity != nil)
    }

    @Test("looking at a token spends nothing; completing it does, once")
    func singleUse() async throws {
        let application = await client.application()
        let token = await client.token(application)
        for _ in 1...3 { _ = try client.store.open(token: token, at: client.now) }
        let completion = try client.complete(token)
        #expect(completion.identity?.applicationID == application)
        let firstUse = client.now
        client.advance(.minutes(20))
        let refusal = IdentityTokenRefusal.alreadyUsed(firstAt: firstUse)
        #expect(throws: refusal) { try client.complete(token) }
        #expect(throws: refusal) { try client.store.open(token: token, at: client.now) }
        #expect(client.store.snapshot.identities.count == 1)
    }

    @Test("where opening spends a token it opens once, and completes once after that")
    func spentOnOpening() async throws {
        let client = AnchorClient { $0.tokenSpentOn = .opening }
        let token = await client.token(await client.application())
        let opened = client.now
        _ = try client.store.open(token: token, at: opened)
        client.advance(.minutes(1))
        #expect(throws: IdentityTokenRefusal.alreadyUsed(firstAt: opened)) {
            try client.store.open(token: token, at: client.now)
        }
        #expect(try client.complete(token).identity != nil)
        #expect(throws: IdentityTokenRefusal.alreadyUsed(firstAt: client.now)) { try client.complete(token) }
    }

    @Test("a token that was never issued is unknown")
    func unknown() {
        #expect(throws: IdentityTokenRefusal.unknown) { try client.complete("never-issued") }
        #expect(throws: IdentityTokenRefusal.unknown) { try client.store.peek(token: "", at: client.now) }
    }

    @Test(
        "every refusal has its status and its reason",
        arguments: [
            (IdentityTokenRefusal.unknown, 404, "token.unknown"),
            (.applicationDeleted, 404, "token.applicationDeleted"),
            (.alreadyUsed(firstAt: AnchorClient.start), 409, "token.alreadyUsed"),
            (.expired(at: AnchorClient.start), 410, "token.expired"),
            (.worldIsFull(limit: 3), 507, "world.full"),
        ])
    func refusalsSpeak(refusal: IdentityTokenRefusal, status: Int, code: String) {
        #expect(refusal.status.code == status)
        #expect(refusal.reason.code == code)
        #expect(!refusal.reason.detail.isEmpty)
    }

    @Test("of 100 completions at the same time exactly one makes an identity")
    func race() async {
        let store = client.store
        let now = client.now
        let token = await client.token(await client.application())
        let refusals = await withTaskGroup(of: IdentityTokenRefusal?.self) { group in
            for number in 1...100 {
                group.addTask {
                    do throws(IdentityTokenRefusal) {
                        _ = try store.complete(
                            token: token, outcome: .success(.init(userName: "user \(number)")), at: now)
                        return nil
                    } catch { return error }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.count { $0 == nil } == 1)
        #expect(refusals.count { $0 == .alreadyUsed(firstAt: now) } == 99)
        #expect(store.snapshot.identities.count == 1)
    }
}
