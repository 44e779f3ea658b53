import Kernel
import KernelHTTP
import Testing
import Tokens

@testable import Anon

/// Every way in which an end user's token names nobody: the client sees one 401, the reason tells them apart (anon.md 9, row 4).
struct AppUserAccessTests {
    private static let target = "/account/api/v1/appIntegration?id=amazon"

    private func check(_ client: AnonClient, _ reason: String) async {
        let before = client.store.snapshot.objectCount
        let answer = await client.get(Self.target)
        #expect(answer.status == 401)
        #expect(answer.text == #"{"message":"Unauthorized"}"#)
        #expect(answer.reason == reason)
        #expect(!answer.detail.isEmpty)
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test("the ready-made example works without any set-up")
    func good() async {
        let client = AnonClient()
        client.bearer = await ReadyMadeCredentials(of: client.store).appUserIDToken
        client.sdkClientID = client.readyMade.webappClientID
        #expect(await client.get(Self.target).status == 200)
    }

    @Test(
        "a mistake in a hosted pool's token",
        arguments: [
            (TokenMistake.noKid, "jwt.noKid"), (.unknownKid, "jwt.unknownKid"), (.wrongKey, "jwt.badSignature"),
            (.expired, "jwt.expired"), (.notYetValid, "jwt.notYetValid"), (.noSub, "jwt.noSubject"),
            (.algNone, "jwt.algorithmNone"), (.hs256PublicKey, "jwt.algorithmRefused"),
        ])
    func mistakes(mistake: TokenMistake, reason: String) async {
        let client = AnonClient()
        client.bearer = await client.token(mistake: mistake)
        client.sdkClientID = client.readyMade.webappClientID
        await check(client, reason)
    }

    @Test(
        "claims that will not do",
        arguments: [
            (["exp": "tomorrow"], "jwt.noExpiry"), (["exp": .null], "jwt.noExpiry"), (["sub": 7], "jwt.noSubject"),
            (["sub": ""], "jwt.noSubject"), (["iat": .integer(AnonClient.start.seconds + 60)], "jwt.issuedInFuture"),
        ] as [(JSONObject, String)])
    func claims(claims: JSONObject, reason: String) async {
        let client = AnonClient()
        client.bearer = await client.token(claims: claims)
        client.sdkClientID = client.readyMade.webappClientID
        await check(client, reason)
    }

    @Test(
        "a bearer that is no token",
        arguments: [
            (nil, "jwt.missing"), ("nonsense", "jwt.malformed"), ("a.b.c", "jwt.malformed"), ("..", "jwt.malformed"),
            (String(repeating: "a", count: 20_000), "jwt.tooLarge"),
        ] as [(String?, String)])
    func notATOken(bearer: String?, reason: String) async {
        let client = AnonClient()
        client.bearer = bearer
        client.sdkClientID = client.readyMade.webappClientID
        await check(client, reason)
    }

    @Test("an SDK client id that leads to no pool")
    func clients() async {
        let client = AnonClient()
        await client.become()
        for (id, reason) in [
            (nil, "client.missing"), ("", "client.missing"), (AnonClient.unknownID, "client.unknown"),
            (client.readyMade.serviceClientID, "client.isService"), (client.readyMade.userPoolID, "client.unknown"),
        ] {
            client.sdkClientID = id
            await check(client, reason)
        }
    }

    @Test("the reason for a service client's id names the webapp client to use")
    func serviceClient() async {
        let client = AnonClient()
        await client.become()
        client.sdkClientID = client.readyMade.serviceClientID
        #expect(await client.get(Self.target).detail.contains(client.readyMade.webappClientID))
    }

    @Test("a hosted token with another pool's client, and the other way round")
    func otherPool() async {
        let client = AnonClient()
        let second = await client.webappClient(await client.userPool("Second"))
        await client.become()
        client.sdkClientID = second
        await check(client, "jwt.otherPool")
        client.bearer = await client.token(client: second)
        client.sdkClientID = client.readyMade.webappClientID
        await check(client, "jwt.otherPool")
        client.sdkClientID = second
        #expect(await client.get(Self.target).status == 200)
    }

    @Test("a pool without a webapp client tells its tokens, too; a client that is nobody's does not help")
    func tokenOfBarePool() async {
        let client = AnonClient()
        let bare = await client.userPool("Bare")
        let issued = await client.post("/org/appUserIdToken", #"{"appUserId":"ada","userPoolId":"\#(bare)"}"#)
        client.bearer = issued["appUserIdToken"]?.string
        client.sdkClientID = client.readyMade.webappClientID
        await check(client, "jwt.otherPool")
        client.bearer = await client.token(client: AnonClient.unknownID)
        await check(client, "jwt.otherPool")
    }

    @Test("two clients of one pool take each other's tokens")
    func samePool() async {
        let client = AnonClient()
        let second = await client.webappClient(client.readyMade.userPoolID)
        await client.become()
        client.sdkClientID = second
        #expect(await client.get(Self.target).status == 200)
    }

    @Test("a self-hosted pool is asked for its key set, which is kept for its lifetime")
    func selfHosted() async {
        let client = AnonClient { $0.keySetLifetime = .seconds(60) }
        client.serveBuiltInKeys()
        let own = await client.webappClient(await client.userPool(jwksURL: AnonClient.jwksURL))
        client.bearer = await client.token("ada", client: .some(nil))
        client.sdkClientID = own
        #expect(await client.get(Self.target).status == 200)
        #expect(await client.get(Self.target).status == 200)
        #expect(client.keySets.downloaded.count == 1)
        client.now = AnonClient.start + .seconds(60)
        #expect(await client.get(Self.target).status == 200)
        #expect(client.keySets.downloaded.count == 2)
    }

    @Test("a key set that cannot be had any more, or has other keys now, is a 401 with its reason")
    func keySetGone() async {
        let client = AnonClient { $0.keySetLifetime = .seconds(60) }
        client.serveBuiltInKeys()
        client.sdkClientID = await client.webappClient(await client.userPool(jwksURL: AnonClient.jwksURL))
        client.bearer = await client.token("ada", client: .some(nil))
        for (minutes, body, reason) in [
            (2, "<html>", "jwks.notJSON"), (4, #"{"message":"no"}"#, "jwks.noKeys"),
            (6, #"{"keys":[]}"#, "jwt.unknownKid"),
        ] {
            client.now = AnonClient.start + .minutes(Int64(minutes))
            client.keySets.serve(body, at: AnonClient.jwksURL)
            await check(client, reason)
        }
        client.now = AnonClient.start + .minutes(8)
        client.keySets.fail(.connectionRefused, at: AnonClient.jwksURL)
        await check(client, "jwks.unreachable")
    }

    @Test("a rotated key is found at once: a kid that is not known yet is looked for")
    func rotation() async {
        let client = AnonClient()
        client.keySets.serve(#"{"keys":[]}"#, at: AnonClient.jwksURL)
        client.sdkClientID = await client.webappClient(await client.userPool(jwksURL: AnonClient.jwksURL))
        client.bearer = await client.token("ada", client: .some(nil))
        await check(client, "jwt.unknownKid")
        client.serveBuiltInKeys()
        #expect(await client.get(Self.target).status == 200)
    }

    @Test("the pool's id claim names the user, and what lacks it is refused")
    func idClaim() async throws {
        let client = AnonClient()
        client.serveBuiltInKeys()
        let own = await client.webappClient(await client.userPool(jwksURL: AnonClient.jwksURL, idClaim: "email"))
        let token = await client.token("ada", client: .some(nil), claims: ["email": "ada@x.example"])
        let identity = try await AppUserAccess.identity(
            token: token, clientID: own, in: client.store, keySpace: .prod, at: client.now)
        #expect(identity.externalID == "ada@x.example" && identity.email == "ada@x.example")
        #expect(identity.keySpace == .prod && identity.sdkClientID == own)
        #expect(identity.organizationID == client.readyMade.organizationID)
        client.sdkClientID = own
        client.bearer = await client.token("ada", client: .some(nil))
        await check(client, "jwt.noSubject")
    }

    @Test("a token expires at its instant, not before")
    func expiry() async {
        let client = AnonClient()
        await client.become()
        client.now = AnonClient.start + .minutes(60) + .milliseconds(-1)
        #expect(await client.get(Self.target).status == 200)
        client.now = AnonClient.start + .minutes(60)
        await check(client, "jwt.expired")
    }
}
