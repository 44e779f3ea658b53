import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct MessengerTests {
    private static let link = #"{"userId":"ada","platform":"instagram"}"#
    private static let message = #"{"userId":"ada","conversationId":"ig-bo-sketches","message":"Hi"}"#
    private static let users: [(HTTPRequest.Method, String, String)] = [
        (.post, "link", link), (.get, "conversations?userId=ada", ""), (.post, "send-message", message),
    ]

    private static func send(
        _ call: (HTTPRequest.Method, String, String), by client: AnonClient
    ) async -> AnonAnswer {
        await client.send(call.0, "/messenger/v2/\(call.1)", call.2)
    }

    @Test("linking answers the account, and the same again")
    func account() async throws {
        let client = AnonClient()
        try client.link("ada", to: "instagram")
        for _ in 0..<2 {
            let answer = await client.post("/messenger/v2/link", Self.link)
            #expect(answer.status == 200)
            #expect(answer.json == ["username": "dana.sample", "displayName": "Dana Sample"])
        }
    }

    @Test("conversations have times relative to the request", arguments: ["", "&platform=instagram"])
    func conversations(platform: String) async throws {
        let client = AnonClient()
        try client.link("ada", to: "instagram")
        let answer = await client.get("/messenger/v2/conversations?userId=ada\(platform)")
        #expect(answer["conversations.0.id"] == "ig-bo-sketches")
        #expect(answer["conversations.0.timestamp"] == "2025-12-31T23:20:00.000Z")
        #expect(await client.post("/messenger/v2/send-message", Self.message).text == #"{"success":true}"#)
    }

    @Test(
        "a key works, and the user's own token, with and without its client's id", arguments: users,
        ["key", "token", "token alone"])
    func credentials(call: (HTTPRequest.Method, String, String), credential: String) async throws {
        let client = AnonClient()
        try client.link("ada", to: "instagram")
        if credential != "key" { await client.become("ada") }
        if credential == "token alone" { client.sdkClientID = nil }
        #expect(await Self.send(call, by: client).status == 200)
    }

    @Test("another user's token is forbidden", arguments: users)
    func otherUser(call: (HTTPRequest.Method, String, String)) async throws {
        let client = AnonClient()
        try client.link("ada", to: "instagram")
        await client.become("eve")
        let answer = await Self.send(call, by: client)
        #expect(answer.status == 403)
        #expect(answer.reason == "jwt.otherUser")
    }

    @Test("the user has to have linked instagram, whatever the credential", arguments: users, [false, true])
    func notLinked(call: (HTTPRequest.Method, String, String), asAppUser: Bool) async throws {
        let client = AnonClient()
        if asAppUser { await client.become("ada") }
        let answer = await Self.send(call, by: client)
        #expect(answer.text == #"{"error":"Error translating external user id: 404 - Not Found"}"#)
        try client.link("ada", to: "linkedin")
        #expect(await Self.send(call, by: client).text == #"{"error":"Session not found"}"#)
    }

    @Test(
        "receiver and its credential are taken from a key",
        arguments: [
            ("webhook", #"{"url":"https://a.example/hook"}"#), ("webhook", #"{"url":"HTTP://localhost:3000"}"#),
            ("api-key", #"{"apiKey":"any"}"#),
        ])
    func receiver(path: String, body: String) async {
        let client = AnonClient()
        #expect(await client.post("/messenger/v2/\(path)", body).text == #"{"success":true}"#)
        await client.become("ada")
        #expect(await client.post("/messenger/v2/\(path)", body).status == 401)
    }

    @Test(
        "what is asked for in a wrong way is refused",
        arguments: [
            (.post, "link", #"{"userId":"ada"}"#, 400), (.post, "link", #"{"platform":"instagram"}"#, 400),
            (.post, "link", #"{"userId":"ada","platform":"icq"}"#, 400), (.get, "conversations", "", 400),
            (.get, "conversations?userId=ada&platform=icq", "", 400), (.post, "send-message", "{}", 400),
            (.post, "send-message", #"{"userId":"ada","conversationId":"x","message":"Hi"}"#, 404),
            (.post, "webhook", "{}", 400), (.post, "webhook", #"{"url":"ftp://a.example"}"#, 400),
            (.post, "webhook", #"{"url":"https://"}"#, 400), (.post, "webhook", #"{"url":"https:///x"}"#, 400),
            (.post, "api-key", "{}", 400), (.post, "api-key", #"{"apiKey":""}"#, 400),
        ] as [(HTTPRequest.Method, String, String, Int)])
    func wrong(method: HTTPRequest.Method, path: String, body: String, status: Int) async throws {
        let client = AnonClient()
        try client.link("ada", to: "instagram")
        let answer = await client.send(method, "/messenger/v2/\(path)", body)
        #expect(answer.status == status)
        #expect(answer["error"]?.string?.isEmpty == false)
    }
}
