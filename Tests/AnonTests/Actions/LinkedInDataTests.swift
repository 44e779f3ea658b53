import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct LinkedInDataTests {
    private let client: AnonClient

    init() throws {
        client = AnonClient()
        try client.link("ada", to: "linkedin")
        client.headers[.anonAppUserID] = "ada"
    }

    private func get(_ target: String) async -> AnonAnswer { await client.get("/actions/linkedin/\(target)") }

    private func post(_ target: String, _ body: String) async -> AnonAnswer {
        await client.post("/actions/linkedin/\(target)", body)
    }

    private static func names(_ value: JSONValue?) -> [String] { value?.object?.members.map(\.name) ?? [] }

    @Test("a listed conversation has the members of both generations and the caller's organisation")
    func conversations() async {
        let answer = await get("listConversations")
        #expect(
            Self.names(answer["conversations.0"]) == [
                "archived", "attendees", "contentType", "folder", "id", "mailboxId", "mutedUntil", "organizationId",
                "profileId", "profiles", "readOnly", "subject", "timestamp", "type", "unreadCount",
            ])
        #expect(answer["conversations.0.organizationId"]?.string == client.readyMade.organizationID)
        #expect(answer["conversations.0.attendees.0.name"]?.string?.isEmpty == false)
        #expect(answer["conversations.0.timestamp"] == "2025-12-31T23:35:00.000Z")
        let times = answer["conversations"]?.array?.compactMap { $0[path: "timestamp"]?.string } ?? []
        #expect(times.count > 1 && times == times.sorted(by: >))
    }

    @Test("the data is as old at every call")
    func times() async {
        let first = await get("listConversations")["conversations.0.timestamp"]?.string.flatMap(Moment.init)
        client.now = client.now + .minutes(90)
        let second = await get("listConversations")["conversations.0.timestamp"]?.string.flatMap(Moment.init)
        #expect(first != nil && first.map { $0 + .minutes(90) } == second)
    }

    @Test(
        "every listed conversation can be read with its messages, by either name of its id",
        arguments: ["conversationId", "id"])
    func messages(parameter: String) async {
        let list = await get("listConversations")
        let ids = (list["conversations"]?.array ?? []).compactMap { $0[path: "id"]?.string }
        #expect(!ids.isEmpty)
        for id in ids {
            let conversation = await get("listMessages?\(parameter)=\(id)")["conversation"]
            #expect(conversation?[path: "id"]?.string == id)
            #expect(
                Self.names(conversation) == [
                    "archived", "contentType", "folder", "id", "mailboxId", "messages", "mutedUntil", "organizationId",
                    "profileId", "profiles", "readOnly", "seen", "seenBy", "subject", "timestamp", "type",
                    "unreadCount",
                ])
            #expect(
                Self.names(conversation?[path: "messages.0"]) == [
                    "deleted", "delivered", "edited", "id", "senderProfileId", "senderProfileName", "text", "timestamp",
                ])
        }
    }

    @Test("every connection has a profile, and the list is one page")
    func connections() async {
        let answer = await get("listConnections")
        #expect(Self.names(answer.json) == ["connections"])
        let connections = answer["connections"]?.array ?? []
        #expect(!connections.isEmpty)
        for connection in connections {
            let id = connection[path: "id"]?.string ?? ""
            #expect(await get("getProfile?id=\(id)")["name"] == connection[path: "name"])
            #expect(connection[path: "createdAt"]?.string.flatMap(Moment.init) != nil)
        }
    }

    @Test(
        "a search finds by a part of the name in any case",
        arguments: ["GRACE": 1, "tomás": 1, "nobody at all": 0])
    func search(name: String, count: Int) async {
        let answer = await post("search", #"{"profileName":"\#(name)"}"#)
        let found = answer["profiles"]?.array ?? []
        #expect(found.count == count)
        #expect(found.allSatisfy { Self.names($0) == ["headline", "id", "location", "name"] })
    }

    @Test(
        "a new conversation is the one that is there with this profile, or one that takes messages",
        arguments: ["pf-grace-sample": "cv-grace-harbour", "pf-bo-example": "cv-bo-example"])
    func create(profile: String, conversation: String) async {
        let answer = await post("createConversation", #"{"profileId":"\#(profile)","message":"Hi"}"#)
        #expect(answer.text == #"{"success":true,"conversationId":"\#(conversation)"}"#)
        let sent = await post("sendMessage", #"{"conversationId":"\#(conversation)","message":"Again"}"#)
        #expect(sent.text == #"{"success":true}"#)
    }
}
