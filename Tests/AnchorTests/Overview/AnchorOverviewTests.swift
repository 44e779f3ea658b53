import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Anchor: objects as people think of them")
struct AnchorOverviewTests {
    private static func list(_ client: AnchorClient, _ kind: String, most: Int = 100) throws -> ObjectList {
        let known = try #require(AnchorStore.objectKinds.first { $0.name == "anchor.\(kind)" })
        let lists = client.store.objects(of: [known], most: most, at: client.now)
        #expect(lists.count == 1)
        return try #require(lists.first)
    }

    private static func value(_ name: String, of object: ShownObject?) -> String? {
        object?.facts.first { $0.name == name }?.value
    }

    private static func asking(_ question: String) throws -> AnchorClient {
        let seed = #"{"taskResults":[{"result":"done","duration":"10s","question":\#(question)}]}"#
        return AnchorClient(seed: try JSONDecoder().decode(AnchorSeed.self, from: Data(seed.utf8)))
    }

    private static func begin(_ client: AnchorClient) async -> String {
        let session = await client.session(#"{"session":{"timeout":{"max_duration":-1,"idle_timeout":-1}}}"#)
        let body = #"{"prompt":"p","async":true,"human_intervention":true}"#
        #expect(await client.post("/v1/tools/perform-web-task?sessionId=\(session)", body).status == 200)
        return session
    }

    @Test("every kind has a name of its own, and all are listed in one order")
    func kinds() {
        let kinds = AnchorStore.objectKinds
        #expect(Set(kinds.map(\.name)).count == kinds.count)
        let lists = AnchorClient().store.objects(of: Set(kinds), most: 10, at: AnchorClient.start)
        #expect(lists.map(\.kind) == kinds)
        #expect(lists.allSatisfy { $0.count == 0 && $0.objects.isEmpty })
    }

    @Test("a token shows how long it lives, and what can be done with it until it is used or expired")
    func tokens() async throws {
        let client = AnchorClient()
        let application = await client.application()
        let used = await client.token(application)
        let good = await client.token(application)
        _ = try client.complete(used)
        client.advance(.minutes(5))
        var list = try Self.list(client, "identityTokens")
        #expect(list.count == 2)
        #expect(list.objects.map(\.id) == [good, used], "the newest first, also where the clock stands still")
        #expect(list.objects.map(\.state.word) == ["good", "used"])
        #expect(list.objects.allSatisfy { $0.isSecret && $0.title == "shop.example.com" })
        #expect(list.objects[0].next?.at == AnchorClient.start + .minutes(15))
        #expect(list.objects[0].actions.map(\.operation) == ["completeIdentityToken"])
        #expect(list.objects[1].next == nil && list.objects[1].actions.isEmpty && list.objects[1].links.isEmpty)
        client.advance(.minutes(10))
        list = try Self.list(client, "identityTokens")
        #expect(list.objects[0].state.word == "expired" && list.objects[0].actions.isEmpty)
        #expect(Self.value("Why", of: list.objects[0])?.contains("expired") == true)
        _ = await client.delete("/v1/applications/\(application)")
        #expect(try Self.list(client, "identityTokens").objects.map(\.state.word) == ["without application", "used"])
    }

    @Test("an identity shows whose it is, and nothing of what was typed but the names")
    func identities() async throws {
        let client = AnchorClient()
        _ = await client.identity()
        let shown = try #require(try Self.list(client, "identities").objects.first)
        #expect(shown.state == ShownObject.State("validated", .good))
        #expect(Self.value("Signs in as", of: shown) == "ada")
        #expect(!shown.facts.contains { $0.value.contains("secret") })
        #expect(try Self.list(client, "applications").objects.map(\.title) == ["shop.example.com"])
    }

    @Test("a session shows its live view in place while it runs, and can be ended by hand, once")
    func sessions() async throws {
        let client = AnchorClient()
        let id = await client.session()
        var shown = try #require(try Self.list(client, "sessions").objects.first)
        #expect(shown.state.word == "running")
        #expect(shown.next?.at == AnchorClient.start + .minutes(5), "it is idle")
        #expect(shown.links == [ShownObject.Link("Live view", path: "/?sessionId=\(id)", isFramed: true)])
        #expect(shown.actions.map(\.operation) == ["endSession"])
        #expect(try client.store.endSession(id, at: client.now))
        #expect(await client.status(of: id) == "completed")
        shown = try #require(try Self.list(client, "sessions").objects.first)
        #expect(shown.state.word == "completed" && shown.actions.isEmpty && shown.links.isEmpty && shown.next == nil)
        #expect(try !client.store.endSession(id, at: client.now), "it had ended")
        let refusal = #expect(throws: AnchorProblem.self) {
            try client.store.endSession(AnchorClient.unknownID, at: client.now)
        }
        #expect(refusal?.status == .badRequest)
    }

    @Test(
        "a live view that only its customer may open is not opened in passing",
        arguments: [
            (#"{"session":{"live_view":{"one_time_url":true}}}"#, "/?sessionId=", false),
            (#"{"session":{"scoped_access":{"active":true}}}"#, "/?token=", true),
            (#"{"session":{"scoped_access":{"active":true},"live_view":{"one_time_url":true}}}"#, "/?token=", false),
        ])
    func liveViews(body: String, prefix: String, isFramed: Bool) async throws {
        let client = AnchorClient()
        _ = await client.session(body)
        let link = try #require(try Self.list(client, "sessions").objects.first?.links.first)
        #expect(link.path.hasPrefix(prefix) && link.isFramed == isFramed)
    }

    @Test("a question waits until it is answered, with what it takes, once")
    func questions() async throws {
        let client = try Self.asking(#"{"message":"Which code?","after":"5s"}"#)
        let session = await Self.begin(client)
        #expect(try Self.list(client, "questions").count == 0)
        #expect(try Self.list(client, "agentRuns").objects.first?.state.word == "running")
        client.advance(.seconds(5))
        let shown = try #require(try Self.list(client, "questions").objects.first)
        #expect(shown.title == "Which code?")
        #expect(Self.value("Session", of: shown) == session)
        #expect(shown.actions.first?.operation == "answerIntervention")
        #expect(shown.links.map(\.path) == ["/interventions/\(shown.id)"])
        let wrong = #expect(throws: AnchorProblem.self) {
            try client.store.answerQuestion(shown.id, with: true, at: client.now)
        }
        #expect(wrong?.status == .badRequest)
        #expect(try client.store.answerQuestion(shown.id, with: "123456", at: client.now) == session)
        let late = #expect(throws: AnchorProblem.self) {
            try client.store.answerQuestion(shown.id, with: "123456", at: client.now)
        }
        #expect(late?.status == .notFound)
        #expect(late?.reason.code == AgentReason.questionUnknown.rawValue)
        #expect(try Self.list(client, "questions").count == 0)
        client.advance(.seconds(5))
        #expect(try Self.list(client, "agentRuns").objects.first?.state.word == "succeeded")
    }

    @Test("each type of question is asked in its own way")
    func forms() async throws {
        let questions = [
            (#"{"message":"m"}"#, 1), (#"{"message":"m","inputType":"confirm"}"#, 1),
            (
                #"{"message":"m","inputType":"fields","fields":[{"name":"user","label":"User"},{"name":"pin","type":"password","defaultValue":"7"}]}"#,
                2
            ),
        ]
        for (question, count) in questions {
            let client = try Self.asking(question)
            _ = await Self.begin(client)
            client.advance(.seconds(1))
            let action = try #require(try Self.list(client, "questions").objects.first?.actions.first)
            #expect(action.members.count == count && !action.isPlain)
            if count == 2 {
                #expect(action.members.map(\.container) == ["response", "response"])
                guard case .text(.password, value: "", isRequired: _) = action.members[1].input else {
                    Issue.record("what was scripted for a password is shown: \(action.members[1])")
                    return
                }
            }
        }
    }

    @Test("webhooks and deliveries show where they go and how far they are; the secret is marked as one")
    func webhooks() async throws {
        let client = AnchorClient()
        _ = await client.webhook("session.completed")
        let id = await client.session()
        _ = try client.store.endSession(id, at: client.now)
        let hooks = try Self.list(client, "webhooks")
        #expect(hooks.actions.map(\.operation) == ["fireWebhookEvent"])
        #expect(hooks.objects.first?.facts.first { $0.name == "Secret" }?.isSecret == true)
        client.store.update { $0.settleAgenda(upTo: client.now) }
        let delivery = try #require(try Self.list(client, "webhookDeliveries").objects.first)
        #expect(delivery.title == "session.completed" && delivery.state.word == "pending")
        #expect(delivery.next?.words == "Tried")
    }

    @Test("of 10 000 sessions the newest are made, and all are counted")
    func many() async throws {
        let client = AnchorClient { policies in
            policies.objectLimit = 20_000
            policies.sessionRateLimit = nil
        }
        try client.store.update { (state) throws(AnchorProblem) in
            let turn = AnchorTurn(policies: client.store.policies, now: client.now)
            for _ in 0..<10_000 { _ = try state.createSession(SessionConfiguration(), turn) }
        }
        let list = try Self.list(client, "sessions")
        #expect(list.count == 10_000)
        let all = client.store.snapshot.sessions.values.sorted { $0.ordinal > $1.ordinal }
        #expect(list.objects.map(\.id) == all.prefix(100).map(\.id))
    }
}
