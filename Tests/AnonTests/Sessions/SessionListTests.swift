import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct SessionListTests {
    private static let target = "/account/api/v1/session/list"

    private static func rows(_ answer: AnonAnswer) -> [String] {
        (answer["sessions"]?.array ?? []).map {
            "\($0[path: "appUser.id"]?.string ?? "?")@\($0[path: "app"]?.string ?? "?")"
        }
    }

    @Test("a key lists its organisation's sessions of its key space in the order of making")
    func organization() async throws {
        let client = AnonClient.withOtherOrganization()
        for (user, app) in [("zoe", "uber"), ("ada", "linkedin"), ("ada", "amazon")] { try client.link(user, to: app) }
        try client.link("eve", to: "linkedin", in: .prod)
        let answer = await client.get(Self.target)
        #expect(answer.status == 200)
        #expect(Self.rows(answer) == ["zoe@uber", "ada@linkedin", "ada@amazon"])
        let first = client.store.snapshot.sessions.values.first { $0.app == "uber" }
        let user = client.store.snapshot.appUsers.values.first { $0.key.externalID == "zoe" }
        #expect(
            answer["sessions.0"] == [
                "sessionId": .string(first?.id ?? ""), "app": "uber",
                "appUser": ["id": "zoe", "anonId": .string(user?.anonID ?? ""), "email": .null],
            ])
        client.bearer = AnonClient.otherKey
        #expect(await client.get(Self.target).text == #"{"sessions":[]}"#)
        client.bearer = client.readyMade.prodAPIKey
        client.authority = "svc.prod.anon.localhost"
        #expect(Self.rows(await client.get(Self.target)) == ["eve@linkedin"])
    }

    @Test("an end user lists the own sessions")
    func appUser() async throws {
        let client = AnonClient()
        for (user, app) in [("zoe", "uber"), ("ada", "linkedin"), ("ada", "amazon")] { try client.link(user, to: app) }
        await client.become("ada")
        #expect(Self.rows(await client.get(Self.target)) == ["ada@linkedin", "ada@amazon"])
        await client.become("nobody")
        #expect(await client.get(Self.target).text == #"{"sessions":[]}"#)
    }

    @Test("a long list ends with the newest thousand")
    func bounded() async throws {
        let client = AnonClient()
        for number in 0..<1010 { try client.link("user-\(number)", to: "linkedin") }
        let rows = Self.rows(await client.get(Self.target))
        #expect(rows.count == 1000)
        #expect(rows.first == "user-10@linkedin")
        #expect(rows.last == "user-1009@linkedin")
    }

    @Test(
        "nobody is told nothing, with the reason for the kind of bearer",
        arguments: [
            (nil, false, "key.missing"), (nil, true, "jwt.missing"), ("anon_invalid", false, "key.refused"),
            ("anon_invalid", true, "key.refused"), ("secret", false, "key.notAKey"), ("secret", true, "jwt.malformed"),
            ("a.b.c", false, "client.missing"), ("a.b.c", true, "jwt.malformed"),
        ] as [(String?, Bool, String)])
    func unauthorized(key: String?, withClient: Bool, reason: String) async {
        let client = AnonClient()
        client.bearer = key
        if withClient { client.sdkClientID = client.readyMade.webappClientID }
        let answer = await client.get(Self.target)
        #expect(answer.status == 401)
        #expect(answer.reason == reason)
    }
}
