import HTTPTypes
import Kernel
import KernelHTTP
import Testing
import Tokens

@testable import Anon

struct AppIntegrationTests {
    private static let target = "/account/api/v1/appIntegration"

    @Test("the Link page gets one app with what it needs to sign a user in")
    func one() async {
        let client = AnonClient()
        await client.become("ada")
        let answer = await client.get("\(Self.target)?id=linkedin&linkId=whatever")
        #expect(answer.status == 200)
        #expect(
            answer.json == [
                "id": "linkedin", "displayName": "LinkedIn", "iconUrl": "https://www.linkedin.com/favicon.ico",
                "authUrl": "https://www.linkedin.com/login", "checkUrl": "https://www.linkedin.com/feed",
            ])
    }

    @Test("the list has every app by id, without what only one app shows", arguments: [true, false])
    func list(asAppUser: Bool) async {
        var seed = AnonSeed()
        seed.apps = [AppSeed(id: "crunchbase", displayName: "Crunchbase"), AppSeed(id: "uber", displayName: "Ours")]
        let client = AnonClient(seed: seed)
        if asAppUser { await client.become("ada") }
        let answer = await client.get(Self.target)
        #expect(answer.status == 200)
        let ids = answer["apps"]?.array?.compactMap { $0[path: "id"]?.string }
        #expect(
            ids == [
                "amazon", "crunchbase", "delta", "facebook", "github", "instacart", "instagram", "linkedin", "netflix",
                "opentable", "resy", "twitter", "uber", "united_airlines",
            ])
        #expect(
            answer["apps.1"] == [
                "id": "crunchbase", "displayName": "Crunchbase", "iconUrl": "https://crunchbase.example/favicon.ico",
            ])
        #expect(answer["apps.12.displayName"] == "Ours")
    }

    @Test("an app that nobody defined is not found", arguments: ["nobody", "", "LinkedIn"])
    func unknown(id: String) async {
        let client = AnonClient()
        await client.become("ada")
        let answer = await client.get("\(Self.target)?id=\(id)")
        #expect(answer.status == 404)
        #expect(answer.text == #"{"error":"App not found"}"#)
        #expect(answer.reason == "app.unknown")
    }

    @Test(
        "each mistake in the token is Unauthorized with a reason of its own",
        arguments: zip(
            TokenMistake.allCases,
            [
                "jwt.noKid", "jwt.unknownKid", "jwt.badSignature", "jwt.expired", "jwt.notYetValid", "jwt.noSubject",
                "jwt.algorithmNone", "jwt.algorithmRefused",
            ]))
    func mistake(mistake: TokenMistake, reason: String) async {
        let client = AnonClient()
        await client.become("ada")
        client.bearer = await TokenSigner.sign(
            TokenDraft(subject: "ada", issuedAt: client.now, expiresAt: client.now + .minutes(60), mistake: mistake))
        let answer = await client.get("\(Self.target)?id=linkedin")
        #expect(answer.status == 401)
        #expect(answer.text == #"{"message":"Unauthorized"}"#)
        #expect(answer.reason == reason)
    }

    @Test("each mistake in the client is Unauthorized with a reason of its own")
    func client() async {
        let client = AnonClient()
        await client.become("ada")
        for (id, reason) in [
            (nil, "client.missing"), ("nobody", "client.unknown"),
            (client.readyMade.serviceClientID, "client.isService"),
        ] as [(String?, String)] {
            client.sdkClientID = id
            let answer = await client.get("\(Self.target)?id=linkedin")
            #expect(answer.status == 401)
            #expect(answer.reason == reason)
        }
    }

    @Test("a token expires on the world's clock")
    func expiry() async {
        let client = AnonClient()
        await client.become("ada")
        client.now = client.now + .minutes(60) + TimeSpan(milliseconds: -1)
        #expect(await client.get("\(Self.target)?id=linkedin").status == 200)
        client.now = client.now + TimeSpan(milliseconds: 1)
        #expect(await client.get("\(Self.target)?id=linkedin").reason == "jwt.expired")
    }

    @Test("one app is for end users, not for keys")
    func key() async {
        let client = AnonClient()
        #expect(await client.get("\(Self.target)?id=linkedin").status == 401)
        client.bearer = nil
        #expect(await client.get("\(Self.target)?id=linkedin").reason == "jwt.missing")
        #expect(await client.get(Self.target).reason == "key.missing")
    }
}
