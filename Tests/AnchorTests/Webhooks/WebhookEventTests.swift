import Browsers
import Foundation
import HashTreeCollections
import Kernel
import Testing

@testable import Anchor

@Suite("What webhooks are told of")
struct WebhookEventTests {
    private let client = AnchorClient()
    private static let sessionEvents = [
        "session.ready", "session.completed", "session.failed", "session.recording.ready",
    ]

    private func webhook(_ client: AnchorClient) async -> String {
        await client.webhook(
            "session.ready", "session.completed", "session.failed", "session.recording.ready",
            "identity.authenticated", "identity.authentication_failed")
    }

    private func events(_ attempts: [WebhookAttempt]) -> [String] {
        attempts.map { "\($0.eventType) \(($0.at - AnchorClient.start).milliseconds / 1000)" }
    }

    private static let short = #"{"session":{"timeout":{"max_duration":1,"idle_timeout":-1}}}"#

    @Test("a session is ready, ends by itself at its time, and its recording is there")
    func session() async throws {
        _ = await webhook(client)
        let id = await client.session(Self.short)
        #expect(events(client.deliver()) == ["session.ready 0"])
        #expect(client.store.webhooksDueAt == AnchorClient.start + .minutes(1))
        client.advance(.minutes(5))
        let attempts = client.deliver()
        #expect(events(attempts) == ["session.completed 60", "session.recording.ready 60"])
        let data = attempts.map { $0.json[path: "data"] ?? .null }
        #expect(data[0][path: "session_id"]?.string == id && data[0][path: "duration"] == 60)
        #expect(data[0][path: "ended_at"] == "2026-01-01T00:01:00.000Z" && data[0][path: "usage.credits_used"] == 1)
        #expect(
            data[1][path: "recording_url"]?.string == "http://127.0.0.1:4010/v1/sessions/\(id)/recordings/primary/fetch"
        )
        #expect(attempts[0].json[path: "created"] == "2026-01-01T00:01:00.000Z")
        #expect(attempts[0].json[path: "text"]?.string == "✅ Session `\(id)` completed in 60.0s")
        #expect(client.store.webhooksDueAt == nil)
    }

    @Test("an end that somebody asks for is told once, however often they ask")
    func ended() async {
        let id = await webhook(client)
        let session = await client.session(Self.short)
        client.advance(.seconds(3))
        for _ in 1...3 { _ = await client.delete("/v1/sessions/\(session)") }
        client.advance(.minutes(10))
        _ = await client.delete("/v1/sessions/\(session)")
        #expect(events(client.deliver()) == ["session.ready 0", "session.completed 3", "session.recording.ready 3"])
        _ = await client.delete("/v1/sessions/all")
        #expect(await client.log(id).count == 3)
    }

    @Test("an end that moves is told where it came to be: use and connections put it off")
    func moved() async {
        _ = await webhook(client)
        let session = await client.session(
            #"{"session":{"timeout":{"max_duration":-1,"idle_timeout":1},"recording":{"active":false}}}"#)
        client.deliver()
        client.advance(.seconds(40))
        #expect(await client.put("/v1/sessions/\(session)/tags", #"{"tags":["a"]}"#).status == 200)
        client.advance(.seconds(40))
        #expect(client.deliver().isEmpty)
        client.store.update { $0.attach(to: session, at: client.now) }
        client.advance(.minutes(10))
        #expect(client.deliver().isEmpty && client.store.webhooksDueAt == nil)
        client.store.update { $0.detach(from: session, at: client.now) }
        #expect(client.store.webhooksDueAt == client.now + .minutes(1))
        client.advance(.minutes(2))
        #expect(events(client.deliver()) == ["session.completed \(80 + 600 + 60)"])
    }

    @Test("everything that ends at one request is told, and a session without a recording has none")
    func all() async {
        let id = await webhook(client)
        for _ in 1...3 { _ = await client.session(#"{"session":{"recording":{"active":false}}}"#) }
        _ = await client.delete("/v1/sessions/all")
        #expect(client.deliver().count == 6)
        #expect(await client.log(id, "event_type=session.completed").count == 3)
    }

    @Test("a session fails whose browser goes by itself")
    func browser() async {
        _ = await webhook(client)
        let session = await client.session()
        client.store.browserEnded(session, at: client.now)
        client.store.browserEnded(session, at: client.now + .seconds(1))
        let attempts = client.deliver()
        #expect(attempts.map(\.eventType) == ["session.ready", "session.failed", "session.recording.ready"])
        #expect(attempts[1].json[path: "data.error.message"] == "The browser has gone by itself")
    }

    @Test(
        "a session that is asked for without waiting is ready when somebody can connect, and fails if it ends before",
        arguments: [
            (4000, ["session.ready", "session.completed", "session.recording.ready"]),
            (3999, ["session.failed", "session.recording.ready"]), (2999, []),
        ] as [(Int64, [String])])
    func asked(milliseconds: Int64, told: [String]) async {
        let client = AnchorClient { $0.asyncSessions.after = .seconds(4) }
        _ = await webhook(client)
        #expect(await client.post("/v1/sessions/async", "{}").status == 200)
        client.advance(.milliseconds(milliseconds))
        _ = await client.delete("/v1/sessions/all")
        #expect(client.deliver().map(\.eventType) == told)
    }

    @Test("an identity that is made is told of when its check ends, whichever way")
    func identity() async throws {
        _ = await webhook(client)
        let body = #"{"source":"https://shop.example.com/login","credentials":\#(AnchorClient.credentials)}"#
        let id = await client.post("/v1/identities", body).id
        let bad = #"[{"type":"username_password","username":"user_bad_password","password":"secret"}]"#
        client.advance(.seconds(1))
        _ = await client.post("/v1/identities", #"{"source":"https://shop.example.com/login","credentials":\#(bad)}"#)
        #expect(client.deliver().isEmpty)
        client.advance(.seconds(2))
        let attempts = client.deliver()
        #expect(events(attempts) == ["identity.authenticated 2", "identity.authentication_failed 3"])
        let data = try #require(attempts.first?.json[path: "data"])
        #expect(data[path: "identity_id"]?.string == id && data[path: "status"] == "validated")
        #expect(data[path: "application_id"]?.string != nil)
        #expect(!String(decoding: attempts[1].body, as: UTF8.self).contains("secret"))
    }

    @Test("each sign-in that is done again is told of, also one that fails while the client waits")
    func again() async {
        _ = await webhook(client)
        let id = await client.identity()
        #expect(client.deliver().map(\.eventType) == ["identity.authenticated"])
        for _ in 1...2 { #expect(await client.post("/v1/identities/\(id)/reauthenticate", "{}").status == 200) }
        let attempts = client.deliver().filter { $0.eventType.hasPrefix("identity") }
        #expect(attempts.count == 2 && Set(attempts.map(\.eventID)).count == 2)
        let bad = #"{"credentials":[{"type":"username_password","username":"user_locked","password":"secret"}]}"#
        _ = await client.put("/v1/identities/\(id)", bad)
        #expect(await client.post("/v1/identities/\(id)/reauthenticate", "{}").status == 422)
        client.advance(.seconds(2))
        #expect(
            client.deliver().map(\.eventType) == ["identity.authentication_failed", "identity.authentication_failed"])
    }

    @Test("the hosted page makes an identity, too")
    func page() async throws {
        let token = await client.token(await client.application())
        _ = await webhook(client)
        _ = try client.complete(token)
        #expect(client.deliver().map(\.eventType) == ["identity.authenticated"])
    }

    @Test("what an identity came to is told although it is deleted before anybody delivers")
    func deletedIdentity() async {
        let id = await webhook(client)
        let identity = await client.post("/v1/identities", #"{"source":"https://shop.example.com/login"}"#).id
        let pending = await client.post("/v1/identities", #"{"source":"https://shop.example.com/login"}"#).id
        _ = await client.delete("/v1/identities/\(pending)")
        client.advance(.seconds(2))
        _ = await client.delete("/v1/identities/\(identity)")
        client.advance(.seconds(2))
        #expect(await client.log(id) == ["identity.authenticated pending"])
        #expect(client.store.webhooksDueAt == AnchorClient.start + .seconds(2), "the delivery, and nothing else")
    }

    @Test("what is gone is forgotten, however much a client makes and deletes")
    func gone() async {
        _ = await webhook(client)
        for _ in 0..<1100 {
            let id = await client.identity()
            _ = await client.delete("/v1/identities/\(id)")
        }
        #expect(client.store.snapshot.agenda.count < 1010)
    }

    @Test("the first webhook is told what comes from then on of what runs already, and nothing that was before")
    func late() async {
        let (ended, running, endless) = (
            await client.session(), await client.session(Self.short),
            await client.session(#"{"session":{"timeout":{"max_duration":-1,"idle_timeout":-1}}}"#)
        )
        _ = await client.delete("/v1/sessions/\(ended)")
        #expect(client.store.snapshot.agenda.isEmpty && client.store.snapshot.schedule == nil)
        let id = await webhook(client)
        _ = await client.delete("/v1/sessions/\(ended)")
        client.advance(.minutes(2))
        _ = await client.delete("/v1/sessions/\(endless)")
        let told = client.deliver()
        #expect(
            events(told) == [
                "session.completed 60", "session.recording.ready 60", "session.completed 120",
                "session.recording.ready 120",
            ])
        #expect(told[0].json[path: "data.session_id"]?.string == running)
        _ = await client.delete("/v1/webhooks/\(id)")
        #expect(client.store.snapshot.agenda.isEmpty && client.store.webhooksDueAt == nil)
        _ = await client.session()
        #expect(client.store.webhooksDueAt == nil)
        let second = await webhook(client)
        client.advance(.seconds(1))
        _ = await client.session()
        #expect(events(client.deliver()) == ["session.ready 121"])
        #expect(await client.log(second).count == 1)
    }

    @Test("each webhook is told what it is subscribed to while it is enabled, under one event id")
    func fanOut() async {
        let (ready, all, off) = (await client.webhook("session.ready"), await webhook(client), await webhook(client))
        _ = await client.patch("/v1/webhooks/\(off)", #"{"enabled":false}"#)
        let session = await client.session(Self.short)
        client.advance(.minutes(2))
        // What came about while it was off stays untold, though nobody has delivered yet.
        _ = await client.patch("/v1/webhooks/\(off)", #"{"enabled":true}"#)
        _ = session
        let attempts = client.deliver()
        #expect(attempts.filter { $0.webhookID == ready }.map(\.eventType) == ["session.ready"])
        #expect(attempts.filter { $0.webhookID == all }.count == 3)
        #expect(attempts.filter { $0.webhookID == off }.isEmpty)
        let readies = attempts.filter { $0.eventType == "session.ready" }
        #expect(Set(readies.map(\.eventID)).count == 1 && Set(readies.map(\.deliveryID)).count == 2)
        #expect(readies[0].body == readies[1].body)
    }

    @Test("the events are the same whether somebody delivers at each instant or all at once, before requests or after")
    func whenever() async {
        var logs: [[String]] = []
        for delivers in [true, false] {
            let client = AnchorClient()
            let id = await webhook(client)
            for step in 0..<12 {
                let session = await client.session(
                    #"{"session":{"timeout":{"max_duration":\#(1 + step % 3),"idle_timeout":-1}}}"#)
                if step % 4 == 0 { _ = await client.delete("/v1/sessions/\(session)") }
                if step % 3 == 0 {
                    _ = await client.post("/v1/identities", #"{"source":"https://shop.example.com/login"}"#)
                }
                client.advance(.seconds(45))
                if delivers { client.deliver() }
            }
            client.advance(.minutes(60))
            client.deliver()
            let answer = await client.get("/v1/webhooks/\(id)/events?limit=100&include_payload=true")
            logs.append((answer["events"]?.array ?? []).map { JSONWriter.text($0) })
        }
        #expect(logs[0].count == 40 && logs[0] == logs[1])
    }

    @Test("what is made up is sent to whoever is subscribed to it")
    func fired() async {
        let id = await client.webhook("task.healed")
        let told = client.store.fireWebhookEvent(named: "task.healed", data: ["a": 1], text: nil, at: client.now)
        #expect(told?.deliveries == 1)
        #expect(
            client.store.fireWebhookEvent(named: "task.failed", data: [:], text: "x", at: client.now)?.deliveries == 0)
        #expect(client.store.fireWebhookEvent(named: "task", data: [:], text: nil, at: client.now) == nil)
        let attempts = client.deliver()
        #expect(attempts.map(\.eventID) == [told?.id] && attempts.first?.json[path: "data.a"] == 1)
        #expect(await client.log(id) == ["task.healed succeeded"])
    }

    @Test("everything goes on after the world was written and read, and what was under way is tried again")
    func coding() async throws {
        let id = await webhook(client)
        _ = await client.session(Self.short)
        _ = await client.session(Self.short)
        let underWay = client.store.takeDueAttempts(at: client.now)
        #expect(underWay.count == 1)
        let bytes = try JSONEncoder().encode(client.store.snapshot)
        let state = try JSONDecoder().decode(AnchorState.self, from: bytes)
        #expect(state.schedule == nil)
        let restored = AnchorClient(store: AnchorStore(state, policies: AnchorPolicies()))
        let copied = AnchorClient(store: client.store.copy)
        for other in [restored, copied] {
            other.now = client.now
            #expect(other.store.webhooksDueAt == client.now)
            #expect(other.store.takeDueAttempts(at: client.now) == underWay)
            other.store.finish(underWay[0], with: .answered(status: 200))
            other.advance(.minutes(3))
            #expect(other.deliver().count == 5)
            #expect(await other.log(id).count == 6)
        }
        client.store.finish(underWay[0], with: .answered(status: 200))
        client.advance(.minutes(3))
        client.deliver()
        #expect(await client.log(id) == restored.log(id))
        #expect(client.store.snapshot.webhookDeliveries.tree == restored.store.snapshot.webhookDeliveries.tree)
    }

    @Test("going back takes deliveries and what was told along")
    func rewind() async {
        let id = await webhook(client)
        let mark = client.store.content.mark()
        client.store.content.keep(from: mark)
        _ = await client.session(Self.short)
        client.advance(.minutes(2))
        client.deliver()
        var (state, log) = client.store.content.copy
        log.rewind(&state, to: mark)
        #expect(state.webhookDeliveries.isEmpty && state.agenda.isEmpty && state.schedule == nil)
        let back = AnchorClient(store: AnchorStore(state, policies: AnchorPolicies(), log: log))
        _ = await back.session(Self.short)
        #expect(events(back.deliver()) == ["session.ready 0"])
        #expect(await back.log(id) == ["session.ready succeeded"])
    }
}
