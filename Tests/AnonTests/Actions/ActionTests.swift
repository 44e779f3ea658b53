import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct ActionTests {
    /// A good call of every action for the user `ada`.
    static let calls: [(HTTPRequest.Method, String, String)] = [
        (.get, "listConversations?appUserId=ada", ""), (.get, "listConnections?appUserId=ada&userPoolId=any", ""),
        (.get, "listMessages?appUserId=ada&conversationId=cv-grace-harbour", ""),
        (.get, "getProfile?appUserId=ada&id=pf-grace-sample", ""),
        (.post, "search", #"{"appUserId":"ada","profileName":"grace"}"#),
        (.post, "createConversation", #"{"appUserId":"ada","profileId":"pf-grace-sample","message":"Hi"}"#),
        (.post, "sendMessage", #"{"appUserId":"ada","conversationId":"cv-grace-harbour","message":"Hi"}"#),
    ]

    private static func send(
        _ call: (HTTPRequest.Method, String, String), as user: String = "ada", by client: AnonClient
    ) async -> AnonAnswer {
        await client.send(
            call.0, "/actions/linkedin/" + call.1.replacing("=ada", with: "=\(PercentCoding.encode(user))"),
            call.2.replacing(#":"ada""#, with: ":\"\(user)\""))
    }

    @Test("every action works for a user who linked", arguments: calls)
    func good(call: (HTTPRequest.Method, String, String)) async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        let answer = await Self.send(call, by: client)
        #expect(answer.status == 200)
        #expect(answer.json.object?.isEmpty == false)
    }

    @Test("the older generation names the user in a header, and query or body win over it", arguments: calls)
    func header(call: (HTTPRequest.Method, String, String)) async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        client.headers[.anonAppUserID] = "eve"
        #expect(await Self.send(call, by: client).status == 200)
        client.headers[.anonAppUserID] = "ada"
        let bare = (
            call.0, call.1.replacing("appUserId=ada", with: ""), call.2.replacing(#""appUserId":"ada","#, with: "")
        )
        #expect(await Self.send(bare, by: client).status == 200)
        client.headers[.anonAppUserID] = nil
        let answer = await Self.send(bare, by: client)
        #expect(answer.status == 400)
        #expect(answer.reason == "user.missing")
    }

    @Test("a user who never linked is told in the words of the FAQ", arguments: calls)
    func translation(call: (HTTPRequest.Method, String, String)) async {
        for (user, text) in [("ada", "404 - Not Found"), ("ada+crash", "500 - Internal Server")] {
            let answer = await Self.send(call, as: user, by: AnonClient())
            #expect("\(answer.reply.status.code) - \(answer.reply.status.reasonPhrase)" == text)
            #expect(answer.text == #"{"error":"Error translating external user id: \#(text)"}"#)
        }
    }

    @Test("a user without an active session at linkedin is told so", arguments: calls)
    func session(call: (HTTPRequest.Method, String, String)) async throws {
        let client = AnonClient()
        try client.link("ada", to: "amazon")
        for (user, reason) in [("ada", "session.none"), ("ada+revoked", "session.notActive")] {
            let answer = await Self.send(call, as: user, by: client)
            #expect(answer.status == 404)
            #expect(answer.text == #"{"error":"Session not found"}"#)
            #expect(answer.reason == reason)
        }
    }

    @Test("actions take an API key and nothing else", arguments: calls)
    func unauthorized(call: (HTTPRequest.Method, String, String)) async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        await client.become("ada")
        let token = client.bearer
        for key in [nil, "secret", token] {
            client.bearer = key
            #expect(await Self.send(call, by: client).status == 401)
        }
    }

    @Test(
        "what is asked for in a wrong way is refused",
        arguments: [
            (.get, "listMessages?appUserId=ada", "", 400), (.get, "listMessages?appUserId=ada&id=", "", 400),
            (.get, "listMessages?appUserId=ada&id=nobody", "", 404), (.get, "getProfile?appUserId=ada", "", 400),
            (.get, "getProfile?appUserId=ada&id=nobody", "", 404), (.post, "search", #"{"appUserId":"ada"}"#, 400),
            (.post, "search", #"{"appUserId":1,"profileName":"a"}"#, 400), (.post, "search", "{", 400),
            (.post, "createConversation", #"{"appUserId":"ada","profileId":"pf-grace-sample"}"#, 400),
            (.post, "createConversation", #"{"appUserId":"ada","profileId":"pf-grace-sample","message":""}"#, 400),
            (.post, "createConversation", #"{"appUserId":"ada","message":"Hi"}"#, 400),
            (.post, "createConversation", #"{"appUserId":"ada","profileId":"nobody","message":"Hi"}"#, 404),
            (.post, "sendMessage", #"{"appUserId":"ada","conversationId":"cv-grace-harbour"}"#, 400),
            (.post, "sendMessage", #"{"appUserId":"ada","message":"Hi"}"#, 400),
            (.post, "sendMessage", #"{"appUserId":"ada","conversationId":"nobody","message":"Hi"}"#, 404),
        ] as [(HTTPRequest.Method, String, String, Int)])
    func wrong(method: HTTPRequest.Method, target: String, body: String, status: Int) async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        let answer = await client.send(method, "/actions/linkedin/\(target)", body)
        #expect(answer.status == status)
        #expect(answer["error"]?.string?.isEmpty == false)
        let unknown = ["getProfile": "profile.unknown", "createConversation": "profile.unknown"]
        let name = String(target.prefix { $0 != "?" })
        if status == 404 { #expect(answer.reason == unknown[name] ?? "conversation.unknown") }
    }
}
