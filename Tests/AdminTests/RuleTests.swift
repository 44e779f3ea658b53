import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: rules")
struct RuleTests {
    @Test("a rule is shown as it was given, with how it fared")
    func add() async throws {
        let control = ControlPlane()
        let reply = try await control.send(
            .post, "/rules",
            body: """
                {"id": "r", "on": "anchor.*", "times": 2, "probability": 0.5, "priority": 3,
                 "state": {"is": "started", "becomes": "over", "of": "m"},
                 "when": {"method": "POST", "urlPath": {"contains": "/"},
                          "body": {"a.0": 1, "b": {"equals": {"c": true}}}, "header": {"X-A": {"matches": "^a+$"}},
                          "query": {"q": {"contains": "x"}}, "path": {"p": {"present": true}, "o": {"absent": true}}},
                 "effect": {"delay": "1500ms",
                            "reply": {"status": 503, "reason": "Busy", "headers": {"Retry-After": "1"}, "body": {"a": []}},
                            "connection": {"truncate": {"after": 3}}}}
                """)
        #expect(reply.status == .created)
        let shown = """
            {"id":"r","on":"anchor.*","when":{"method":"POST","urlPath":{"contains":"/"},\
            "body":{"a.0":1,"b":{"equals":{"c":true}}},"header":{"X-A":{"matches":"^a+$"}},\
            "query":{"q":{"contains":"x"}},"path":{"o":{"absent":true},"p":{"present":true}}},"times":2,\
            "probability":0.5,"priority":3,"state":{"is":"started","becomes":"over","of":"m"},\
            "effect":{"delay":"1s500ms","reply":{"status":503,"reason":"Busy","headers":{"Retry-After":"1"},\
            "body":{"a":[]}},"connection":{"truncate":{"after":3}}},"matched":0,"remaining":2}
            """
        #expect(reply.text == shown)
        #expect(try await control.send(.get, "/rules").text == #"{"rules":[\#(shown)]}"#)
        #expect(try await control.send(.get, "/rules/r").text == shown)
    }

    @Test("matched and remaining follow the rule's use; without times there is no end")
    func counts() async throws {
        let control = ControlPlane(rules: [
            Rule(id: "once", on: "anchor.a", times: 1, effect: Effect(problem: "x")),
            Rule(id: "ever", on: "anchor.b", effect: Effect(problem: "x")),
        ])
        let subject = RuleSubjectStub()
        _ = control.world.rules.take(operation: "anchor.a", subject: subject)
        _ = control.world.rules.take(operation: "anchor.b", subject: subject)
        let once = try await control.send(.get, "/rules/once")
        #expect(once["matched"] == 1)
        #expect(once["remaining"] == 0)
        let ever = try await control.send(.get, "/rules/ever")
        #expect(ever["matched"] == 1)
        #expect(ever["remaining"] == JSONValue.null)
    }

    @Test("a rule without an id gets one, by which it can be removed")
    func remove() async throws {
        let control = ControlPlane()
        let added = try await control.send(.post, "/rules", body: #"{"on":"*","effect":{"problem":"notFound"}}"#)
        let id = try #require(added["id"]?.string)
        #expect(try await control.send(.delete, "/rules/\(id)").text == added.text)
        let again = try await control.send(.delete, "/rules/\(id)")
        #expect(again.status == .notFound)
        #expect(again["error.reason"] == "rule.unknown")
        #expect(control.world.rules.statuses.isEmpty)
    }

    @Test("all rules are removed at once, and state machines begin again")
    func removeAll() async throws {
        let control = ControlPlane(rules: [Rule(on: "a", state: RuleTransition(to: "moved")), Rule(on: "b")])
        _ = control.world.rules.take(operation: "a", subject: RuleSubjectStub())
        #expect(control.world.rules.snapshot.machineStates == ["default": "moved"])
        #expect(try await control.send(.delete, "/rules").text == #"{"removed":2}"#)
        #expect(control.world.rules.statuses.isEmpty)
        #expect(control.world.rules.snapshot.machineStates.isEmpty)
    }

    @Test("an unknown rule is refused with the nearest that there is")
    func unknown() async throws {
        let control = ControlPlane(rules: [Rule(id: "maintenance", on: "*", effect: Effect(problem: "x"))])
        let reply = try await control.send(.get, "/rules/maintenence")
        #expect(reply.status == .notFound)
        #expect(reply["error.message"]?.string?.contains("did you mean maintenance?") == true)
    }

    @Test(
        "a rule may be written as YAML, whatever its type says or does not say", arguments: [nil, "application/yaml"])
    func yaml(type: String?) async throws {
        let control = ControlPlane()
        let reply = try await control.send(
            .post, "/rules", body: "on: anchor.createSession\neffect: { problem: outOfCredits }\n",
            headers: type.map { [.contentType: $0] } ?? [:])
        #expect(reply.status == .created)
        #expect(
            control.world.rules.statuses.map(\.rule) == [
                Rule(on: "anchor.createSession", effect: Effect(problem: "outOfCredits"))
            ])
    }

    @Test(
        "every mistake is told by its place, and nothing is added",
        arguments: [
            ("", nil, 422, "rule.invalid", ["rule:1:1: a rule needs one of effect, state"]),
            (
                "{\"on\":7,\n \"efect\":{}, \"times\":0}", nil, 422, "rule.invalid",
                [
                    "rule:1:1: a rule needs one of effect, state",
                    "rule:2:2: unknown key `efect`; did you mean `effect`?",
                    "rule:2:22: `times` must be at least 1, not 0",
                ]
            ),
            (
                #"{"on":"ankor.createSession","effect":{"problem":"x"}}"#, nil, 422, "rule.invalid",
                ["rule:1:7: no operation is called `ankor.createSession`; did you mean `anchor.createSession`?"]
            ),
            ("on: x\n", "application/json", 400, "body.notJSON", nil),
        ] as [(String, String?, Int, JSONValue, [String]?)])
    func mistakes(body: String, type: String?, status: Int, reason: JSONValue, complaints: [String]?) async throws {
        let control = ControlPlane()
        let reply = try await control.send(
            .post, "/rules", body: body, headers: type.map { [.contentType: $0] } ?? [:])
        #expect(reply.status.code == status)
        #expect(reply["error.reason"] == reason)
        if let complaints { #expect(reply.complaints == complaints) }
        #expect(control.world.rules.statuses.isEmpty)
    }

    @Test("a world that is full of rules takes none that is new")
    func full() async throws {
        let control = ControlPlane(
            rules: (0..<1000).map { Rule(id: "r\($0)", on: "anchor.a", effect: Effect(problem: "x")) })
        let refused = try await control.send(
            .post, "/rules", body: #"{"on":"anchor.*","effect":{"reply":{"status":503}}}"#)
        #expect(refused.status == .unprocessableContent)
        #expect(refused["error.reason"] == "rule.tooMany")
        let replaced = try await control.send(
            .post, "/rules", body: #"{"id":"r7","on":"anchor.*","effect":{"reply":{"status":503}}}"#)
        #expect(replaced.status == .created)
    }
}
