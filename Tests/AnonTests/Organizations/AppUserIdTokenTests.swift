import Kernel
import Testing
import Tokens

@testable import Anon

struct AppUserIdTokenTests {
    private func claims(_ answer: AnonAnswer) throws -> JSONObject {
        try UnverifiedToken(try #require(answer["appUserIdToken"]?.string)).claims
    }

    @Test(
        "both generations of the body: the named pool, and the organisation's first hosted one",
        arguments: [true, false])
    func claims(namesPool: Bool) async throws {
        let client = AnonClient()
        let pool = namesPool ? #","userPoolId":"\#(client.readyMade.userPoolID)""# : ""
        let answer = await client.post("/org/appUserIdToken", #"{"appUserId":"ada"\#(pool)}"#)
        #expect(answer.status == 200)
        #expect(answer.json.object?.members.map(\.name) == ["appUserIdToken"])
        let start = AnonClient.start.seconds
        #expect(
            try claims(answer) == [
                "iss": .string(TokenSigner.issuer), "aud": .string(TokenSigner.audience), "sub": "ada",
                "iat": .integer(start), "exp": .integer(start + 183 * 24 * 3600),
                "sdkClientId": .string(client.readyMade.webappClientID),
                "userPoolId": .string(client.readyMade.userPoolID),
            ])
        let token = try UnverifiedToken(answer["appUserIdToken"]?.string ?? "")
        #expect(token.header["alg"] == "RS256" && token.header["kid"]?.string == SigningAlgorithm.rs256.kid)
    }

    @Test("the token is good with its own client, and again later: issuing again only renews it")
    func good() async throws {
        let client = AnonClient()
        let answer = await client.post("/org/appUserIdToken", #"{"appUserId":"ada"}"#)
        client.bearer = answer["appUserIdToken"]?.string
        client.sdkClientID = client.readyMade.webappClientID
        #expect(await client.get("/account/api/v1/session/list").status == 200)
        client.now = AnonClient.start + .minutes(183 * 24 * 60)
        #expect(await client.get("/account/api/v1/session/list").reason == "jwt.expired")
        client.bearer = "anon_test"
        let again = await client.post("/org/appUserIdToken", #"{"appUserId":"ada"}"#)
        client.bearer = again["appUserIdToken"]?.string
        #expect(await client.get("/account/api/v1/session/list").status == 200)
    }

    @Test("issuing makes no record of the user and takes no room")
    func noRecord() async {
        let client = AnonClient()
        let before = client.store.snapshot.objectCount
        #expect(await client.post("/org/appUserIdToken", #"{"appUserId":"ada"}"#).status == 200)
        #expect(client.store.snapshot.objectCount == before)
        let lookUp = await client.get("/account/api/v1/appUser?externalUserId=ada")
        #expect(lookUp.status == 404 && lookUp.reason == "user.notLinked")
    }

    @Test("exp is seconds since 1970, an unsigned number of 32 bits", arguments: [0, 1_800_000_000, 4_294_967_295])
    func expiry(seconds: Int) async throws {
        let answer = await AnonClient().post("/org/appUserIdToken", #"{"appUserId":"ada","exp":\#(seconds)}"#)
        #expect(try claims(answer)["exp"] == .integer(Int64(seconds)))
    }

    @Test(
        "what is wrong with a body is said by name",
        arguments: [
            ("{}", "appUserId is required"), (#"{"appUserId":""}"#, "appUserId must not be empty"),
            (#"{"appUserId":7}"#, "appUserId must be a string, not a number"),
            (#"{"appUserId":"a","exp":-1}"#, "exp must be seconds since 1970, from 0 to 4294967295"),
            (#"{"appUserId":"a","exp":4294967296}"#, "exp must be seconds since 1970, from 0 to 4294967295"),
            (#"{"appUserId":"a","exp":"soon"}"#, "exp must be an integer, not a string"),
            (#"{"appUserId":"a","exp":1.5}"#, "exp must be an integer, not a number"),
            (#"{"appUserId":"a","userPoolId":[]}"#, "userPoolId must be a string, not an array"),
        ])
    func invalid(body: String, complaint: String) async {
        let answer = await AnonClient().post("/org/appUserIdToken", body)
        #expect(answer.status == 400)
        #expect(answer.error == complaint)
        #expect(answer.reason == "body.invalid")
    }

    @Test("a pool that Anon does not host issues none")
    func notHosted() async {
        let client = AnonClient()
        client.serveBuiltInKeys()
        let pool = await client.userPool(jwksURL: AnonClient.jwksURL)
        let answer = await client.post("/org/appUserIdToken", #"{"appUserId":"a","userPoolId":"\#(pool)"}"#)
        #expect(answer.status == 400)
        #expect(answer.error == "The user pool is not hosted by Anon")
        #expect(answer.reason == "userpool.notHosted")
    }

    @Test("an organisation without a hosted pool has no default one; its first becomes it")
    func defaultPool() async throws {
        let client = AnonClient()
        client.bearer = await client.otherOrganization().bearer
        client.serveBuiltInKeys()
        _ = await client.userPool(jwksURL: AnonClient.jwksURL)
        let none = await client.post("/org/appUserIdToken", #"{"appUserId":"a"}"#)
        #expect(none.status == 400)
        #expect(none.reason == "userpool.notHosted")
        let first = await client.userPool("First")
        let second = await client.userPool("Second")
        let bare = try claims(await client.post("/org/appUserIdToken", #"{"appUserId":"a"}"#))
        #expect(bare["sdkClientId"] == nil)
        let ofSecond = await client.webappClient(second)
        let ofFirst = await client.webappClient(first)
        _ = await client.webappClient(first)
        let token = try claims(await client.post("/org/appUserIdToken", #"{"appUserId":"a"}"#))
        #expect(token["sdkClientId"]?.string == ofFirst)
        let named = try claims(
            await client.post("/org/appUserIdToken", #"{"appUserId":"a","userPoolId":"\#(second)"}"#))
        #expect(named["sdkClientId"]?.string == ofSecond)
    }

    @Test("a pool that is not there, or another organisation's, issues none")
    func unknownPool() async {
        let client = AnonClient()
        let mine = await client.userPool()
        client.bearer = await client.otherOrganization().bearer
        for pool in [mine, AnonClient.unknownID] {
            let answer = await client.post("/org/appUserIdToken", #"{"appUserId":"a","userPoolId":"\#(pool)"}"#)
            #expect(answer.status == 400)
            #expect(answer.error == "User pool not found")
            #expect(answer.reason == "userpool.unknown")
        }
    }

    @Test("an end user's own token issues none")
    func byAppUser() async {
        let client = AnonClient()
        await client.become()
        let answer = await client.post("/org/appUserIdToken", #"{"appUserId":"a"}"#)
        #expect(answer.status == 502)
        #expect(answer.reason == "key.notAKey")
    }
}
