import Kernel
import KernelHTTP
import Testing

@testable import Anon

@Suite("Anon: objects as people think of them")
struct AnonOverviewTests {
    private static func list(_ client: AnonClient, _ kind: String) throws -> ObjectList {
        let known = try #require(AnonStore.objectKinds.first { $0.name == "anon.\(kind)" })
        return try #require(client.store.objects(of: [known], most: 100, at: client.now).first)
    }

    private static func link(_ client: AnonClient, _ user: String, to app: String) async throws -> LinkCompletion {
        let request = try LinkCompletionRequest(Fields(["app": .string(app), "appUserId": .string(user)]))
        return try await client.store.completeLink(request, at: client.now)
    }

    @Test("every kind has a name of its own, and all are listed in one order")
    func kinds() {
        let client = AnonClient()
        let kinds = AnonStore.objectKinds
        #expect(Set(kinds.map(\.name)).count == kinds.count)
        #expect(client.store.objects(of: Set(kinds), most: 10, at: client.now).map(\.kind) == kinds)
    }

    @Test("what every world has is shown, with the keys marked as secrets")
    func readyMade() throws {
        let client = AnonClient()
        #expect(try Self.list(client, "userPools").objects.map(\.id) == [client.readyMade.userPoolID])
        let clients = try Self.list(client, "sdkClients").objects
        #expect(clients.count == 3)
        for shown in clients {
            for fact in shown.facts where fact.value.hasPrefix("anon_") { #expect(fact.isSecret) }
        }
        let users = try Self.list(client, "appUsers")
        #expect(users.count == 0 && users.actions.map(\.operation) == ["completeLink"])
    }

    @Test("a user who linked is shown with the session, which is forgotten by hand, once")
    func linked() async throws {
        let client = AnonClient()
        let done = try await Self.link(client, "ada", to: "amazon")
        let user = try #require(try Self.list(client, "appUsers").objects.first)
        #expect(user.title == "ada" && user.id == done.anonID)
        #expect(user.actions.map(\.operation) == ["completeLink"])
        let session = try #require(try Self.list(client, "sessions").objects.first)
        #expect(session.id == done.sessionID && session.title == "ada at amazon" && session.state.word == "unknown")
        #expect(session.actions.map(\.operation) == ["endSession"])
        let objects = client.store.objectCount
        #expect(client.store.endSession(session.id))
        #expect(!client.store.endSession(session.id))
        #expect(client.store.objectCount == objects - 1)
        #expect(try Self.list(client, "sessions").count == 0)
        #expect(try Self.list(client, "appUsers").count == 1, "the user's record stays")
    }
}
