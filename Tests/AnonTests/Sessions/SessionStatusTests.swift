import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct SessionStatusTests {
    @Test("a session that was just linked is unknown for as many reads as the policy says", arguments: [0, 1, 3])
    func unknownFirst(reads: Int) async throws {
        let client = AnonClient { $0.unknownStatusReads = reads }
        try client.link("ada", to: "linkedin")
        for _ in 0..<reads { #expect(await client.status("ada").text == #"{"status":"unknown"}"#) }
        for _ in 0..<2 { #expect(await client.status("ada").text == #"{"status":"active"}"#) }
    }

    @Test("linking anew counts anew and makes a revoked session good, under its old id")
    func renewed() async throws {
        var seed = AnonSeed()
        seed.appUsers = [AppUserSeed(id: "ada", sessions: [SessionSeed(app: "linkedin", status: .revoked)])]
        let client = AnonClient(seed: seed)
        #expect(await client.status("ada")["status"] == "revoked")
        let before = client.store.snapshot.sessions.keys.first
        #expect(try client.link("ada", to: "linkedin").id == before)
        #expect(await client.status("ada")["status"] == "unknown")
        #expect(await client.status("ada")["status"] == "active")
    }

    @Test("a scenario's session is what it says at the first read", arguments: Session.Condition.allCases)
    func seeded(condition: Session.Condition) async {
        var seed = AnonSeed()
        seed.appUsers = [AppUserSeed(id: "ada", sessions: [SessionSeed(app: "linkedin", status: condition)])]
        let client = AnonClient(seed: seed)
        #expect(await client.status("ada")["status"]?.string == condition.rawValue)
    }

    @Test(
        "a magic id has a session at every app without linking",
        arguments: ["+revoked", "+unknown"], ["linkedin", "amazon", "nobody-knows"])
    func magic(ending: String, app: String) async {
        let client = AnonClient()
        for _ in 0..<3 {
            #expect(await client.status("ada\(ending)", app)["status"]?.string == String(ending.dropFirst()))
        }
        #expect(client.store.snapshot.sessions.isEmpty)
    }

    @Test(
        "finishing Link at one app makes a magic id's session there real, and only there",
        arguments: ["+revoked": "active", "+unknown": "unknown", "+unlinked": "active", "+crash": "active"])
    func magicLinked(ending: String, linked: String) async throws {
        let client = AnonClient { $0.unknownStatusReads = 0 }
        try client.link("ada\(ending)", to: "amazon")
        for _ in 0..<3 { #expect(await client.status("ada\(ending)", "amazon")["status"]?.string == linked) }
        let elsewhere = await client.status("ada\(ending)")
        let expected = ["+revoked": "revoked", "+unknown": "unknown"][ending]
        #expect(elsewhere["status"]?.string == expected)
        #expect(elsewhere.status == (expected == nil ? 404 : 200))
    }

    @Test(
        "a user without a session is told so in the vendor's words",
        arguments: [
            ("ada", "never linked"), ("ada+unlinked", "never linked"), ("ada+crash", "never linked"), ("eve", "linked"),
        ])
    func none(user: String, why: String) async throws {
        let client = AnonClient { $0.translation.unlinked = .crash }
        try client.link("eve", to: "amazon")
        for answer in [
            await client.status(user),
            await client.get("/account/api/v1/session?ownerId=\(PercentCoding.encode(user))&domain=linkedin"),
            await client.delete("/account/api/v1/session?ownerId=\(PercentCoding.encode(user))&domain=linkedin"),
        ] {
            #expect(answer.status == 404)
            #expect(answer.text == #"{"error":"Session not found"}"#)
            #expect(answer.reason == "session.none")
            #expect(answer.reply.reason?.detail.contains(why) == true)
        }
    }

    @Test("another organisation's session is forbidden in the vendor's words")
    func forbidden() async throws {
        let client = AnonClient.withOtherOrganization()
        try client.link("ada", to: "linkedin")
        client.bearer = AnonClient.otherKey
        for answer in [
            await client.status("ada"), await client.get("/account/api/v1/session?ownerId=ada&domain=linkedin"),
            await client.delete("/account/api/v1/session?ownerId=ada&domain=linkedin"),
        ] {
            #expect(answer.status == 403)
            #expect(answer.text == #"{"error":"Forbidden: Access to the requested resource is denied."}"#)
            #expect(answer.reason == "session.otherOrganization")
        }
        #expect(await client.status("ada", "amazon").status == 404)
    }

    @Test(
        "owner and domain have to be there",
        arguments: ["", "?ownerId=ada", "?domain=linkedin", "?ownerId=&domain=linkedin", "?ownerId=ada&domain="])
    func missing(query: String) async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        for answer in [
            await client.get("/account/api/v1/session/status\(query)"),
            await client.get("/account/api/v1/session\(query)"),
            await client.delete("/account/api/v1/session\(query)"),
        ] {
            #expect(answer.status == 400)
            #expect(answer["error"]?.string?.hasSuffix(" is required") == true)
            #expect(answer.reason == "query.missing")
        }
        #expect(client.store.snapshot.sessions.count == 1)
    }

    @Test(
        "whoever is nobody is unauthorized",
        arguments: [
            (nil, "key.missing"), ("anon_invalid", "key.refused"), ("secret", "key.notAKey"), ("a.b.c", "key.notAKey"),
        ] as [(String?, String)])
    func unauthorized(key: String?, reason: String) async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        client.bearer = key
        let answer = await client.status("ada")
        #expect(answer.status == 401)
        #expect(answer.text == #"{"message":"Unauthorized"}"#)
        #expect(answer.reason == reason)
    }

    @Test("production and sandbox do not see each other's sessions")
    func keySpaces() async throws {
        let client = AnonClient { $0.unknownStatusReads = 0 }
        try client.link("ada", to: "linkedin")
        try client.link("eve", to: "linkedin", in: .prod)
        #expect(await client.status("ada").status == 200)
        #expect(await client.status("eve").status == 404)
        client.authority = "svc.prod.anon.localhost:4010"
        #expect(await client.status("ada").status == 404)
        #expect(await client.status("eve").status == 200)
        client.bearer = client.readyMade.apiKey
        let answer = await client.status("eve")
        #expect(answer.status == 401)
        #expect(answer.reason == "key.otherEnvironment")
    }
}
