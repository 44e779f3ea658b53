import Assembly
import DrydockTesting
import Kernel
import Testing

/// Deliveries to a receiver on this machine, from a server whose clock stands.
@Suite("Deliveries to webhooks", .timeLimit(.minutes(5)))
struct WebhookDeliveryTests {
    @Test("a delivery has the vendor's headers and body, and is in the journal as it was sent and answered")
    func delivery() async throws {
        try await WebhookReceiver.run { receiver in
            try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
                let hook = try await Hook(drydock, "w", to: receiver.url("/in?from=drydock"))
                let fired = try await hook.fire(#"{"type":"task.completed","data":{"run_id":"r"}}"#)
                #expect(fired["webhooks"] == 1)
                let delivery = try #require(await receiver.wait(for: 1).first)
                #expect(delivery.json[path: "id"] == fired["eventId"])
                #expect(delivery.json[path: "data"] == ["run_id": "r"])
                #expect(delivery.header("Content-Type") == "application/json")
                #expect(delivery.header("User-Agent") == "Anchor-Webhooks/1.0")
                #expect(delivery.header("Anchor-Event") == "task.completed")
                #expect(delivery.header("Anchor-Timestamp") == "1767225600")
                #expect(delivery.header("Host") == "127.0.0.1:\(receiver.port)")
                let entry = try await hook.sent(1)[0]
                #expect(entry[path: "operation"] == "anchor.deliverWebhook")
                #expect(entry[path: "number"] == 1, "after the request that registered the webhook")
                #expect(entry[path: "request.method"] == "POST")
                #expect(entry[path: "request.url"] == .string(receiver.url("/in?from=drydock")))
                #expect(entry[path: "request.path"] == "/in?from=drydock")
                #expect(entry[path: "request.body"] == delivery.json)
                #expect(entry[path: "response.status"] == 200)
                #expect(entry[path: "response.headers.X-Receiver"] == "test")
                #expect(entry[path: "response.body"] == "ok")
                let signature = try #require(delivery.header("Anchor-Signature"))
                #expect(entry[path: "request.headers.Anchor-Signature"] == .string(signature), "no secret")
                let log = try await hook.log("succeeded")
                #expect(log["events.0.response_status"] == 200)
            }
        }
    }

    @Test("one move of the clock brings about all six tries, in order, each at its own instant")
    func retries() async throws {
        try await WebhookReceiver.run(answering: { _, _ in .status(500) }) { receiver in
            try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
                let hook = try await Hook(drydock, "w", to: receiver.url())
                _ = try await hook.fire()
                _ = try await hook.sent(1)
                let pending = try await hook.pending(1)
                #expect(pending.first?[path: "at"] == "2026-01-01T00:00:10.000Z")
                #expect(pending.first?[path: "operation"] == "anchor.deliverWebhook")
                #expect(pending.first?[path: "request"] == JSONValue.null)
                try await hook.advance("24h")
                let sent = try await hook.sent(6)
                #expect(
                    sent.map { $0[path: "at"]?.string?.dropLast(5).suffix(8) }
                        == ["00:00:00", "00:00:10", "00:01:10", "00:11:10", "01:11:10", "07:11:10"])
                let events = Set(receiver.deliveries().map { $0.json[path: "id"] })
                #expect(events.count == 1, "the event id stays")
                #expect(try await hook.log("dead")["events.0.attempt"] == 6)
                #expect(try await hook.pending(0).isEmpty)
            }
        }
    }

    @Test(
        "what is not 2xx within the limit is repeated, with its reason in the journal",
        arguments: [
            (
                .raw("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"), 302,
                "webhook.redirected"
            ),
            (.nothing, 444, "webhook.timedOut"),
            (.hangUp, 444, "webhook.noAnswer"),
            (.raw("no HTTP at all\r\n\r\n"), 444, "webhook.noAnswer"),
            (.status(503), 503, nil),
            (.status(408), 408, nil),
        ] as [(WebhookReceiver.Answer, Int64, String?)])
    func failures(answer: WebhookReceiver.Answer, status: Int64, reason: String?) async throws {
        var configuration = try DrydockConfiguration.testing()
        if reason == "webhook.timedOut" { configuration.webhookTimeout = .milliseconds(500) }
        try await WebhookReceiver.run(answering: { _, index in index == 0 ? answer : .status(204) }) {
            [configuration] receiver in
            try await withDrydock(configuration) { drydock in
                let hook = try await Hook(drydock, "w", to: receiver.url())
                _ = try await hook.fire()
                let first = try await hook.sent(1)[0]
                #expect(first[path: "response.status"] == .integer(status))
                #expect(first[path: "reason.code"] == reason.map(JSONValue.string))
                try await hook.advance("10s")
                #expect(try await hook.sent(2)[1][path: "response.status"] == 204)
                _ = try await hook.log("succeeded")
            }
        }
    }

    @Test("a 4xx is the end of a delivery")
    func refused() async throws {
        try await WebhookReceiver.run(answering: { _, _ in .status(410) }) { receiver in
            try await withDrydock { drydock in
                let hook = try await Hook(drydock, "w", to: receiver.url())
                _ = try await hook.fire()
                _ = try await hook.sent(1)
                #expect(try await hook.pending(0).isEmpty)
                _ = try await hook.log("failed")
            }
        }
    }

    @Test("nobody listens: the reason says so")
    func unreachable() async throws {
        try await withDrydock { drydock in
            let hook = try await Hook(drydock, "w", to: "http://127.0.0.1:1/")
            _ = try await hook.fire()
            #expect(try await hook.sent(1)[0][path: "reason.code"] == "webhook.unreachable")
            #expect(try await hook.pending(1).count == 1)
        }
    }

    @Test("Drydock takes no delivery of its own, by whatever name it is called")
    func ownPort() async throws {
        try await withDrydock { drydock in
            for host in ["127.0.0.1", "localhost", "api.anchorbrowser.localhost"] {
                let url = "http://\(host):\(drydock.port)/_drydock/reset"
                let hook = try await Hook(drydock, host, to: url)
                _ = try await hook.fire()
                #expect(try await hook.sent(1)[0][path: "reason.code"] == "control.ownRequest")
                #expect(try await hook.log("pending")["events"]?.array?.count == 1, "nothing was reset")
            }
        }
    }

    @Test("a receiver that hangs holds up its own deliveries only, which come in order")
    func slow() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.webhookTimeout = .minutes(2)
        try await WebhookReceiver.run(answering: { path, _ in path == "/slow" ? .nothing : .status(200) }) {
            [configuration] receiver in
            try await withDrydock(configuration) { drydock in
                let slow = try await Hook(drydock, "w", to: receiver.url("/slow"))
                _ = try await Hook(drydock, "w", to: receiver.url("/fast"))
                for number in 1...5 { _ = try await slow.fire(#"{"type":"task.completed","data":{"n":\#(number)}}"#) }
                let fast = await receiver.wait(for: 5, at: "/fast")
                #expect(fast.map { $0.json[path: "data.n"] } == [1, 2, 3, 4, 5])
                #expect(receiver.deliveries("/slow").count <= 1)
            }
        }
    }

    @Test("a restart repeats what was not answered, and delivers what was due later")
    func restart() async throws {
        let folder = try DataFolder()
        try await WebhookReceiver.run(answering: { _, index in index == 0 ? .nothing : .status(200) }) { receiver in
            let eventID = try await withDrydock(folder.configuration()) { drydock in
                let hook = try await Hook(drydock, "default", to: receiver.url())
                let fired = try await hook.fire()
                _ = await receiver.wait(for: 1)
                return fired["eventId"]
            }
            try await withDrydock(folder.configuration()) { drydock in
                let repeated = await receiver.wait(for: 2)
                #expect(repeated.map { $0.json[path: "id"] } == [eventID, eventID])
                while try await drydock.get("/_drydock/requests?direction=outgoing")["total"] != 1 {}
            }
        }
    }
}
