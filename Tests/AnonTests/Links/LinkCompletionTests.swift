import HashTreeCollections
import Kernel
import KernelHTTP
import Testing
import Tokens

@testable import Anon

@Suite("Link: without a browser")
struct LinkCompletionTests {
    private let client = AnonClient()

    private func complete(_ members: JSONObject) async throws -> LinkCompletion {
        try await client.store.completeLink(LinkCompletionRequest(Fields(members)), at: client.now)
    }

    /// The reason of a refusal; nothing may have changed then.
    private func refusal(_ members: JSONObject) async -> String? {
        let before = client.store.snapshot.objectCount
        do {
            _ = try await complete(members)
            Issue.record("taken: \(members)")
            return nil
        } catch {
            #expect(client.store.snapshot.objectCount == before)
            return (error as? AnonProblem)?.reason.code ?? String(describing: type(of: error))
        }
    }

    @Test("a URL is finished as a person would")
    func url() async throws {
        let url = try #require(await client.linkURL()["url"])
        let done = try await complete(["url": url])
        #expect(done.app == "linkedin" && done.appUserID == "ada" && done.reason == nil)
        #expect(done.redirect == "\(AnonClient.redirect)?type=success&status=success&state=%7B%7D")
        let user = try #require(client.store.snapshot.appUsers.values.first)
        #expect(done.anonID == user.anonID)
        #expect(done.sessionID.flatMap { client.store.snapshot.sessions[$0] }?.app == "linkedin")
    }

    @Test("a token with its client, and a user without a token, are linked as well")
    func otherForms() async throws {
        let client = self.client
        _ = try await complete([
            "app": "uber", "appUserIdToken": .string(await client.token("grace")),
            "clientId": .string(client.readyMade.webappClientID),
        ])
        _ = try await complete(["app": "uber", "appUserId": "ada"])
        let other = await client.otherOrganization().id
        _ = try await complete([
            "app": "uber", "appUserId": "ada", "organizationId": .string(other), "environment": "prod",
        ])
        let keys = client.store.snapshot.appUsers.keys
        #expect(
            Set(keys.map { "\($0.externalID) \($0.keySpace) \($0.organizationID == other)" }) == [
                "grace sandbox false", "ada sandbox false", "ada prod true",
            ])
    }

    @Test("the host of the URL says whose keys and users are meant")
    func environment() async throws {
        client.authority = "svc.prod.anon.localhost:4010"
        let url = try #require(await client.linkURL()["url"])
        _ = try await complete(["url": url])
        #expect(client.store.snapshot.appUsers.keys.map(\.keySpace) == [.prod])
    }

    @Test(
        "outcomes that link nothing say why, and lead back with it",
        arguments: [
            (["outcome": "cancel"], "signIn.cancelled", "type=error&status=cancelled"),
            (["outcome": "failed"], "signIn.failed", "type=error&status=error&error_code=bad_authorization"),
            (["userName": "user_cancel"], "signIn.cancelled", "type=error&status=cancelled"),
            (["userName": "user_locked"], "signIn.failed", "type=error&status=error&error_code=bad_authorization"),
            (
                ["userName": "user_bad_password"], "signIn.failed",
                "type=error&status=error&error_code=bad_authorization"
            ),
        ])
    func nothing(members: [String: String], reason: String, query: String) async throws {
        var order: JSONObject = ["app": "linkedin", "appUserId": "ada", "redirectUrl": "https://a.example/"]
        for (name, value) in members { order[name] = .string(value) }
        let done = try await complete(order)
        #expect(done.reason?.code == reason && done.redirect == "https://a.example/?\(query)")
        #expect(done.anonID == nil && done.sessionID == nil && client.store.snapshot.appUsers.isEmpty)
    }

    @Test("user_pending's session stays unknown for three reads")
    func pending() async throws {
        _ = try await complete(["app": "linkedin", "appUserId": "ada", "userName": "user_pending"])
        #expect(client.store.snapshot.sessions.values.map(\.unknownReadsLeft) == [3])
        _ = try await complete(["app": "linkedin", "appUserId": "ada"])
        #expect(client.store.snapshot.sessions.values.map(\.unknownReadsLeft) == [1])
    }

    @Test("what the page refuses is refused here, and changes nothing")
    func refusals() async {
        let client = self.client
        let token = await client.token("ada", mistake: .noKid)
        let service = client.readyMade.serviceClientID
        let webapp = client.readyMade.webappClientID
        #expect(await refusal(["app": "nope", "appUserId": "ada"]) == "app.unknown")
        #expect(
            await refusal(["app": "linkedin", "appUserIdToken": .string(token), "clientId": .string(webapp)])
                == "jwt.noKid")
        #expect(
            await refusal(["app": "linkedin", "appUserIdToken": .string(token), "clientId": .string(service)])
                == "client.isService")
        #expect(await refusal(["app": "linkedin", "appUserIdToken": .string(token)]) == "client.missing")
        #expect(await refusal(["url": "http://127.0.0.1:4010/?app=linkedin"]) == "jwt.missing")
        #expect(await refusal(["app": "linkedin", "appUserId": "ada", "redirectUrl": "x"]) == "link.badRedirect")
        #expect(
            await refusal(["app": "linkedin", "appUserId": "ada", "organizationId": "x"]) == "organization.unknown")
        for members: JSONObject in [
            [:], ["app": "linkedin"], ["app": "linkedin", "appUserId": ""], ["url": "nope"], ["url": 1],
            ["app": "linkedin", "appUserId": "ada", "outcome": "maybe"],
            ["app": "linkedin", "appUserId": "ada", "environment": "moon"],
        ] { #expect(await refusal(members) == "FieldComplaint") }
    }

    @Test("everything in an order that a world may have issued is named, the link first")
    func credentials() async throws {
        let url = try #require(await client.linkURL()["url"])
        let webapp = client.readyMade.webappClientID
        let credentials = try LinkCompletionRequest(Fields(["url": url])).credentials
        #expect(credentials.dropFirst() == [webapp, webapp] && credentials.count == 3)
        let order = try LinkCompletionRequest(Fields(["app": "uber", "appUserId": "ada", "organizationId": "o"]))
        #expect(order.credentials == ["o"])
    }

    @Test("a full world links nobody, not even half")
    func full() async throws {
        let full = AnonClient { $0.objectLimit = 0 }
        let order = try LinkCompletionRequest(Fields(["app": "linkedin", "appUserId": "ada"]))
        await #expect(throws: AnonProblem.self) { try await full.store.completeLink(order, at: full.now) }
        #expect(full.store.snapshot.appUsers.isEmpty && full.store.snapshot.sessions.isEmpty)
    }

    @Test("a hundred completions at once make one app user and one session")
    func race() async throws {
        let order = try LinkCompletionRequest(Fields(["app": "linkedin", "appUserId": "ada"]))
        let (store, now) = (client.store, client.now)
        let ids = try await withThrowingTaskGroup(of: LinkCompletion.self) { group in
            for _ in 1...100 { group.addTask { try await store.completeLink(order, at: now) } }
            return try await group.reduce(into: Set<String>()) { ids, done in
                ids.insert("\(done.anonID ?? "") \(done.sessionID ?? "")")
            }
        }
        #expect(ids.count == 1)
        #expect(store.snapshot.appUsers.count == 1 && store.snapshot.sessions.count == 1)
    }
}
