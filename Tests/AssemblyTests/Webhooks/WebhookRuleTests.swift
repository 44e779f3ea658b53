import Assembly
import DrydockTesting
import Kernel
import Testing

/// Rules for what Drydock sends.
@Suite("Rules on deliveries", .timeLimit(.minutes(5)))
struct WebhookRuleTests {
    @Test(
        "the receiver seems to answer by the rule, or not at all, and nothing is sent",
        arguments: [
            (#"{"reply":{"status":503,"body":{"busy":true}}}"#, 503, "rule.replied"),
            (#"{"problem":"serviceUnavailable"}"#, 503, "rule.problem"),
            (#"{"connection":"reset"}"#, 444, "rule.connection"),
            (#"{"connection":"close"}"#, 444, "rule.connection"),
        ] as [(String, Int64, String)])
    func instead(effect: String, status: Int64, reason: String) async throws {
        try await run { receiver, hook in
            try await hook.rule(effect, #","times":1"#)
            _ = try await hook.fire()
            let entry = try await hook.sent(1)[0]
            #expect(entry[path: "response.status"] == .integer(status))
            #expect(entry[path: "reason.code"] == .string(reason))
            #expect(entry[path: "rule"] == "rule-1")
            #expect(receiver.deliveries().isEmpty)
            try await hook.advance("10s")
            _ = await receiver.wait(for: 1)
            #expect(try await hook.sent(2)[1][path: "response.status"] == 200)
        }
    }

    @Test(
        "what the receiver answered is lost or replaced, and the delivery is repeated",
        arguments: [
            (#"{"afterHandling":{"connection":"close"}}"#, 200, "rule.answerLost"),
            (#"{"afterHandling":{"reply":{"status":500}}}"#, 500, "rule.answerReplaced"),
        ] as [(String, Int64, String)])
    func afterwards(effect: String, status: Int64, reason: String) async throws {
        try await run { receiver, hook in
            try await hook.rule(effect, #","times":1"#)
            _ = try await hook.fire()
            let entry = try await hook.sent(1)[0]
            #expect(entry[path: "response.status"] == .integer(status))
            #expect(entry[path: "reason.code"] == .string(reason))
            #expect(receiver.deliveries().count == 1)
            try await hook.advance("10s")
            _ = await receiver.wait(for: 2)
        }
    }

    @Test("a delay is on the world's clock, and so is the limit of an answer that is held back")
    func delays() async throws {
        try await run { receiver, hook in
            try await hook.rule(#"{"delay":"5s"}"#, #","times":1,"when":{"body":{"data.n":1}}"#)
            _ = try await hook.fire(#"{"type":"task.completed","data":{"n":1}}"#)
            _ = try await hook.pending(1)
            #expect(receiver.deliveries().isEmpty)
            try await hook.advance("5s")
            _ = try await hook.sent(1)
            try await hook.rule(#"{"afterHandling":{"delay":"12s"}}"#, #","times":1"#)
            _ = try await hook.fire()
            _ = await receiver.wait(for: 2)
            _ = try await hook.pending(1)
            try await hook.advance("12s")
            let entry = try await hook.sent(2)[1]
            #expect(entry[path: "response.status"] == 444)
            #expect(entry[path: "reason.code"] == "webhook.timedOut")
            _ = await receiver.wait(for: 3)
        }
    }

    @Test("a duplicate is sent as often as the rule says, and counts once")
    func duplicate() async throws {
        try await run { receiver, hook in
            try await hook.rule(
                #"{"duplicate":3}"#, #","when":{"urlPath":"/hook","header":{"Anchor-Event":"task.failed"}}"#)
            _ = try await hook.fire(#"{"type":"task.failed"}"#)
            #expect(try await hook.sent(3).count == 3)
            let deliveries = await receiver.wait(for: 3)
            #expect(Set(deliveries.map { $0.header("Anchor-Delivery-Id") }).count == 1)
            _ = try await hook.fire()
            _ = await receiver.wait(for: 4)
            #expect(try await hook.sent(4).count == 4)
            #expect(try await hook.log("succeeded")["pagination.total"] == 2)
        }
    }

    @Test("a rule for all operations is for those that clients call")
    func wildcard() async throws {
        try await run { receiver, hook in
            for rule in [
                #"{"effect":{"reply":{"status":500}}}"#, #"{"on":"anchor.*","effect":{"reply":{"status":500}}}"#,
            ] {
                _ = try await hook.drydock.post("/_drydock/rules?world=w", rule)
            }
            _ = try await hook.fire()
            #expect(try await hook.sent(1)[0][path: "response.status"] == 200)
        }
    }

    @Test(
        "what makes no sense is refused in words",
        arguments: [
            (#"{"on":"anchor.createSession","effect":{"duplicate":2}}"#, "`duplicate` is for what Drydock sends"),
            (
                #"{"on":"anchor.deliver*","effect":{"problem":"internalError"}}"#,
                "names it in full: `anchor.deliverWebhook`"
            ),
            (#"{"on":"anchor.deliverWebhok","effect":{"delay":"1s"}}"#, "did you mean `anchor.deliverWebhook`"),
            (#"{"on":"anchor.deliverWebhook","effect":{"duplicate":1}}"#, "2"),
            (#"{"on":"anchor.deliverWebhook","effect":{"duplicate":2,"reply":{"status":200}}}"#, "nothing to send"),
            (
                #"{"on":"anchor.deliverWebhook","effect":{"connection":{"truncate":{"after":1}}}}"#,
                "can only lose its answer"
            ),
            (#"{"on":"anchor.deliverWebhook","when":{"path":{"id":"1"}},"effect":{"delay":"1s"}}"#, "there is none"),
        ])
    func refusals(rule: String, words: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.post("/_drydock/rules", rule)
            #expect(answer.status == 422)
            #expect(answer["error.message"]?.string?.contains(words) ?? false, "\(answer.text)")
        }
    }

    /// A receiver that answers 200, and a webhook to it in the world `w`.
    private func run(_ body: @escaping @Sendable (WebhookReceiver, Hook) async throws -> Void) async throws {
        try await WebhookReceiver.run { receiver in
            try await withDrydock { drydock in
                try await body(receiver, try await Hook(drydock, "w", to: receiver.url()))
            }
        }
    }
}
