import Crypto
import Foundation
import Kernel
import Synchronization
import Testing

@testable import Anchor

@Suite("Deliveries to webhooks")
struct WebhookDeliveryTests {
    private let client = AnchorClient()

    private func send(_ event: String = "task.completed", to webhook: String) async -> AnchorAnswer {
        let answer = await client.post("/v1/webhooks/\(webhook)/test", #"{"event_type":"\#(event)"}"#)
        #expect(answer.status == 202, "\(answer.text)")
        return answer
    }

    private func row(_ webhook: String) async -> JSONValue {
        await client.get("/v1/webhooks/\(webhook)/events?include_payload=true")["events.0"] ?? .null
    }

    @Test("a test event has the vendor's body and headers, and is signed over the raw body")
    func signature() async throws {
        let made = await client.post(
            "/v1/webhooks", #"{"url":"http://127.0.0.1:9/h?a=b","subscribed_events":["batch.failed"]}"#)
        let secret = try #require(made["secret"]?.string)
        client.advance(.milliseconds(1500))
        let sent = await send(to: made.id)
        let attempt = try #require(client.store.takeDueAttempts(at: client.now).first)
        #expect(attempt.url == "http://127.0.0.1:9/h?a=b" && attempt.number == 1 && attempt.at == client.now)
        #expect(sent["external_event_id"]?.string == attempt.eventID && sent["event_type"] == "task.completed")
        #expect(attempt.eventID.hasPrefix("evt_") && attempt.eventID.count == 28)
        let id = client.store.snapshot.project.id
        let text = String(decoding: attempt.body, as: UTF8.self)
        #expect(
            text == #"{"id":"\#(attempt.eventID)","type":"task.completed","created":"2026-01-01T00:00:01.500Z","#
                + #""project_id":"\#(id)","text":"Test event `task.completed`","#
                + #""data":{"test":true,"webhook_id":"\#(made.id)"}}"#)
        #expect(
            attempt.headers.map(\.name) == [
                "Content-Type", "User-Agent", "Anchor-Event", "Anchor-Delivery-Id", "Anchor-Timestamp",
                "Anchor-Signature",
            ])
        #expect(
            attempt.header("Content-Type") == "application/json"
                && attempt.header("User-Agent") == "Anchor-Webhooks/1.0")
        #expect(
            attempt.header("Anchor-Event") == "task.completed" && attempt.header("Anchor-Timestamp") == "1767225601")
        #expect(attempt.header("Anchor-Delivery-Id") == attempt.deliveryID && attempt.deliveryID.count == 36)
        let expected = hmac("v0:1767225601:\(text)", secret)
        #expect(attempt.header("Anchor-Signature") == "t=1767225601,v1=\(expected)")
        let later = attempt.signed(at: Moment(milliseconds: 1_800_000_000_999))
        #expect(later.header("Anchor-Signature") == "t=1800000000,v1=\(hmac("v0:1800000000:\(text)", secret))")
        #expect(later == attempt && later.body == attempt.body && !attempt.carriesRealTime)
    }

    private func hmac(_ text: String, _ key: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(key.utf8)))
            .map { String(format: "%02x", $0) }.joined()
    }

    @Test("after a rotation both secrets sign for 24 hours, the newest first; or the newest alone")
    func rotation() async throws {
        let made = await client.post(
            "/v1/webhooks", #"{"url":"http://127.0.0.1:9/","subscribed_events":["batch.failed"]}"#)
        let rotated = await client.post("/v1/webhooks/\(made.id)/rotate-secret")
        #expect(rotated.status == 200 && rotated.id == made.id && rotated["secret"] != made["secret"])
        #expect(await client.get("/v1/webhooks/\(made.id)")["secret"] == nil)
        let secrets = [rotated, made].compactMap { $0["secret"]?.string }
        for (wait, count) in [(TimeSpan.zero, 2), (.minutes(24 * 60 - 1), 2), (.minutes(1), 1)] {
            client.advance(wait)
            _ = await send(to: made.id)
            let attempt = try #require(client.deliver().first)
            let text = "v0:\(client.now.seconds):\(String(decoding: attempt.body, as: UTF8.self))"
            let signatures = secrets.prefix(count).map { ",v1=\(hmac(text, $0))" }.joined()
            #expect(attempt.header("Anchor-Signature") == "t=\(client.now.seconds)\(signatures)")
        }
        let newest = AnchorClient { $0.webhooks.rotation = .newest }
        let id = await newest.webhook("batch.failed")
        _ = await newest.post("/v1/webhooks/\(id)/rotate-secret")
        _ = await newest.post("/v1/webhooks/\(id)/test", #"{"event_type":"batch.failed"}"#)
        #expect(newest.deliver().first?.header("Anchor-Signature")?.split(separator: "v1=").count == 2)
    }

    @Test("no more than four secrets besides the newest are good at once")
    func manyRotations() async {
        let id = await client.webhook("batch.failed")
        for _ in 1...8 { _ = await client.post("/v1/webhooks/\(id)/rotate-secret") }
        _ = await send(to: id)
        #expect(client.deliver().first?.header("Anchor-Signature")?.split(separator: "v1=").count == 6)
    }

    @Test("2xx is a success at once", arguments: [200, 204, 299])
    func success(status: Int) async {
        let id = await client.webhook("batch.failed")
        _ = await send(to: id)
        #expect(await row(id)[path: "status"] == "pending")
        #expect(await row(id)[path: "completed_at"] == .null)
        client.deliver(.answered(status: status))
        let row = await row(id)
        #expect(row[path: "status"] == "succeeded" && row[path: "attempt"] == 1)
        #expect(row[path: "response_status"] == .integer(Int64(status)) && row[path: "error_message"] == .null)
        #expect(row[path: "completed_at"] == "2026-01-01T00:00:00.000Z")
        #expect(row[path: "payload.test"] == true)
        #expect(client.store.webhooksDueAt == nil)
    }

    @Test("4xx is final, but for 408 and 429", arguments: [400, 401, 404, 410, 499])
    func final(status: Int) async {
        let id = await client.webhook("batch.failed")
        _ = await send(to: id)
        #expect(client.deliver(.answered(status: status)).count == 1)
        let row = await row(id)
        #expect(row[path: "status"] == "failed" && row[path: "attempt"] == 1)
        #expect(row[path: "response_status"] == .integer(Int64(status)) && row[path: "error_message"]?.string != nil)
        #expect(client.store.webhooksDueAt == nil)
    }

    @Test(
        "everything else is tried six times within 24 hours, each at its time, and is dead then",
        arguments: [
            WebhookOutcome.answered(status: 500), .answered(status: 302), .answered(status: 408),
            .answered(status: 429), .answered(status: 100), .failed("No answer within 10 s"),
        ])
    func retries(outcome: WebhookOutcome) async {
        let id = await client.webhook("batch.failed")
        _ = await send(to: id)
        client.advance(.minutes(24 * 60))
        let attempts = client.deliver(outcome)
        let delays = attempts.map { ($0.at - AnchorClient.start).milliseconds / 1000 }
        #expect(delays == [0, 10, 70, 670, 4270, 25_870])
        #expect(attempts.map(\.number) == Array(1...6))
        #expect(Set(attempts.map(\.eventID)).count == 1 && Set(attempts.map(\.deliveryID)).count == 1)
        #expect(attempts.map { $0.header("Anchor-Timestamp") } == attempts.map { "\($0.at.seconds)" })
        let row = await row(id)
        #expect(row[path: "status"] == "dead" && row[path: "attempt"] == 6)
        #expect(row[path: "scheduled_at"] == "2026-01-01T00:00:00.000Z")
        #expect(row[path: "completed_at"] == "2026-01-01T07:11:10.000Z")
        #expect(client.store.webhooksDueAt == nil)
    }

    @Test("the policy webhookRetries has other delays, or none")
    func policy() async {
        for (delays, count) in [([TimeSpan.seconds(1)], 2), ([], 1), (Array(repeating: .zero, count: 20), 21)] {
            let client = AnchorClient { $0.webhooks.retries.delays = delays }
            let id = await client.webhook("batch.failed")
            _ = await client.post("/v1/webhooks/\(id)/test", #"{"event_type":"batch.failed"}"#)
            client.advance(.seconds(1))
            #expect(client.deliver(.failed("refused")).count == count)
            #expect(await client.log(id) == ["batch.failed dead"])
        }
    }

    @Test("a try is taken once until it is finished, and each webhook has one under way at most")
    func onlyOnce() async throws {
        let (first, second) = (await client.webhook("batch.failed"), await client.webhook("batch.failed"))
        for id in [first, first, second] { _ = await send(to: id) }
        let attempts = client.store.takeDueAttempts(at: client.now)
        #expect(attempts.map(\.webhookID) == [first, second])
        #expect(client.store.takeDueAttempts(at: client.now) == [])
        #expect(client.store.webhooksDueAt == nil, "nothing can be done before one is finished")
        client.store.finish(attempts[1], with: .answered(status: 200))
        #expect(client.store.takeDueAttempts(at: client.now) == [])
        client.store.finish(attempts[0], with: .answered(status: 503))
        client.store.finish(attempts[0], with: .answered(status: 200))
        #expect(client.store.webhooksDueAt == client.now)
        let next = try #require(client.store.takeDueAttempts(at: client.now).first)
        #expect(next.webhookID == first && next.number == 1 && next.deliveryID != attempts[0].deliveryID)
        client.store.finish(next, with: .answered(status: 200))
        #expect(client.store.webhooksDueAt == client.now + .seconds(10))
        #expect(await client.log(first) == ["task.completed pending", "task.completed succeeded"])
    }

    @Test("tries of one webhook come in the order of their times, however late the clock is read")
    func order() async {
        let id = await client.webhook("session.ready", "batch.failed")
        _ = await client.session()
        client.advance(.seconds(30))
        _ = await send("batch.failed", to: id)
        client.advance(.minutes(60 * 24))
        let attempts = client.deliver(.answered(status: 500))
        #expect(attempts.count == 12 && attempts.map(\.at) == attempts.map(\.at).sorted())
        #expect(
            attempts.prefix(4).map(\.eventType) == ["session.ready", "session.ready", "batch.failed", "batch.failed"])
    }

    @Test("a disabled or deleted webhook's deliveries finish their tries, at the address that it has then")
    func underWay() async {
        let id = await client.webhook("batch.failed")
        _ = await send(to: id)
        client.deliver(.failed("refused"))
        _ = await client.patch("/v1/webhooks/\(id)", #"{"enabled":false,"url":"https://b.example/"}"#)
        client.advance(.seconds(10))
        #expect(client.deliver(.failed("refused")).map(\.url) == ["https://b.example/"])
        _ = await client.delete("/v1/webhooks/\(id)")
        client.advance(.minutes(1))
        #expect(client.deliver().map(\.number) == [3])
        #expect(await client.log(id) == ["task.completed succeeded"])
    }

    @Test("the log is filtered, and comes page by page, newest first")
    func log() async {
        let id = await client.webhook("batch.failed")
        for (event, status) in [("task.failed", 200), ("task.healed", 400), ("task.failed", 500), ("task.healed", 0)] {
            _ = await send(event, to: id)
            if status > 0 { client.deliver(.answered(status: status)) }
            client.advance(.seconds(1))
        }
        let all = ["task.failed succeeded", "task.healed failed", "task.failed pending", "task.healed pending"]
        for (query, rows) in [
            ("", all), ("status=succeeded", [all[0]]), ("status=failed", [all[1]]), ("status=dead", []),
            ("event_type=task.healed", [all[1], all[3]]), ("status=pending&event_type=task.failed", [all[2]]),
            ("since=2026-01-01T00:00:01Z", Array(all[1...])), ("until=2026-01-01T00:00:01Z", Array(all[...1])),
            ("since=2026-01-01T00:00:01.001Z&until=2026-01-01T00:00:02Z", [all[2]]),
        ] {
            #expect(await client.log(id, query) == rows, "\(query)")
        }
        let page = await client.get("/v1/webhooks/\(id)/events?limit=2&offset=1")
        #expect(page["pagination"] == ["limit": 2, "offset": 1, "total": 4])
        #expect(page["events.0.event_type"] == "task.failed" && page["events.1.event_type"] == "task.healed")
        #expect(page["events.0.payload"] == nil)
        #expect(await client.get("/v1/webhooks/\(id)/events?offset=9")["events"] == [])
        for query in [
            "limit=0", "limit=101", "limit=1.5", "offset=-1", "status=in_flight", "event_type=x", "since=x", "until=1",
            "include_payload=1",
        ] {
            let answer = await client.get("/v1/webhooks/\(id)/events?\(query)")
            #expect(
                answer.status == 400 && answer.reason == "query.invalid" && answer["error"]?.string != nil, "\(query)")
        }
    }

    @Test("deliveries are listed for seven days")
    func retention() async {
        let id = await client.webhook("batch.failed")
        _ = await send(to: id)
        client.deliver()
        client.advance(.minutes(7 * 24 * 60) + .milliseconds(-1))
        #expect(await client.log(id).count == 1)
        client.advance(.milliseconds(1))
        #expect(await client.log(id) == [])
    }

    @Test("a world keeps a bounded number of deliveries, the newest and those that are pending")
    func bounds() async {
        let id = await client.webhook("batch.failed")
        _ = await send("task.healed", to: id)
        client.store.update { state in
            for _ in 0..<10_050 {
                let number = state.tell(Milestone(at: client.now, event: .batchFailed, text: "x") { _ in [:] }, of: "x")
                #expect(number.deliveries == 1)
            }
        }
        let kept = client.store.snapshot.webhookDeliveries
        #expect((9000...10_000).contains(kept.count))
        #expect(client.store.snapshot.webhookCounts?.bytes == kept.values.reduce(0) { $0 + $1.weight })
        #expect(!kept.values.contains { $0.event == .taskHealed }, "the oldest is gone")
        let text = String(repeating: "x", count: 1 << 20)
        client.store.update { state in
            for _ in 0..<20 {
                state.tell(Milestone(at: client.now, event: .batchFailed, text: text) { _ in [:] }, of: "x")
            }
        }
        #expect(client.store.snapshot.webhookCounts?.bytes ?? .max <= 16 << 20)
        #expect(client.deliver().count == client.store.snapshot.webhookDeliveries.count)
    }

    @Test("whoever delivers is woken when there is something to do earlier than it knows, and by nothing else")
    func wake() async {
        let wakes = Counter()
        client.store.whenWebhooksAreDue { wakes.count() }
        #expect(client.store.webhooksDueAt == nil)
        _ = await client.session()
        #expect(wakes.value == 0)
        let id = await client.webhook("session.ready", "session.completed")
        _ = client.store.webhooksDueAt
        let before = wakes.value
        _ = await send(to: id)
        #expect(wakes.value == before + 1)
        #expect(client.store.webhooksDueAt == client.now)
        _ = await send(to: id)
        #expect(wakes.value == before + 1, "it is about to look")
        let attempt = client.store.takeDueAttempts(at: client.now)[0]
        _ = client.store.webhooksDueAt
        client.store.finish(attempt, with: .answered(status: 200))
        #expect(wakes.value == before + 2, "the next one is due")
    }

    private final class Counter: Sendable {
        private let number = Mutex(0)
        var value: Int { number.withLock { $0 } }
        func count() { number.withLock { $0 += 1 } }
    }
}
