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
                {"id": "r", "on": "anchor.*", "times": 2,
                 "when": {"body": {"a.0": 1, "b": {"equals": {"c": true}}}, "header": {"X-A": {"matches": "^a+$"}},
                          "query": {"q": {"contains": "x"}}, "path": {"p": {"present": true}, "o": {"absent": true}}},
                 "effect": {"delay": "1500ms",
                            "reply": {"status": 503, "reason": "Busy", "headers": {"Retry-After": "1"}, "body": {"a": []}}}}
                """)
        #expect(reply.status == .created)
        let shown = """
            {"id":"r","on":"anchor.*","when":{"body":{"a.0":1,"b":{"equals":{"c":true}}},\
            "header":{"X-A":{"matches":"^a+$"}},"query":{"q":{"contains":"x"}},\
            "path":{"o":{"absent":true},"p":{"present":true}}},"times":2,\
            "effect":{"delay":"1s500ms","reply":{"status":503,"reason":"Busy","headers":{"Retry-After":"1"},\
            "body":{"a":[]}}},"matched":0,"remaining":2}
            """
        #expect(reply.text == shown)
        #expect(try await control.send(.get, "/rules").text == #"{"rules":[\#(shown)]}"#)
        #expect(try await control.send(.get, "/rules/r").text == shown)
    }

    @Test("what a rule is shown as can be sent again and means the same")
    func roundTrip() async throws {
        let rule = Rule(
            id: "r", on: "anchor.createSession",
            when: RuleConditions(
                body: ["a": .equals(.object(JSONObject([("present", true)])))], header: ["h": .equals("x")],
                query: ["q": .matches("[0-9]+")], path: ["p": .absent]),
            times: 3, effect: Effect(delay: .seconds(90), problem: "outOfCredits"))
        let control = ControlPlane(rules: [rule])
        var shown = try #require(try await control.send(.get, "/rules/r").value.object)
        shown["matched"] = nil
        shown["remaining"] = nil
        let again = try await control.send(.post, "/rules?world=other", body: JSONWriter.text(shown))
        #expect(again.status == .created)
        let other = try #require(WorldName("other"))
        #expect(control.worlds.world(other).rules.statuses.map(\.rule) == [rule])
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
        let added = try await control.send(.post, "/rules", body: #"{"on":"*","effect":{"problem":"x"}}"#)
        let id = try #require(added["id"]?.string)
        #expect(try await control.send(.delete, "/rules/\(id)").text == added.text)
        let again = try await control.send(.delete, "/rules/\(id)")
        #expect(again.status == .notFound)
        #expect(again["error.reason"] == "rule.unknown")
        #expect(control.world.rules.statuses.isEmpty)
    }

    @Test("all rules are removed at once")
    func removeAll() async throws {
        let effect = Effect(problem: "x")
        let control = ControlPlane(rules: [Rule(on: "a", effect: effect), Rule(on: "b", effect: effect)])
        #expect(try await control.send(.delete, "/rules").text == #"{"removed":2}"#)
        #expect(control.world.rules.statuses.isEmpty)
    }

    @Test("an unknown rule is refused with the nearest that there is")
    func unknown() async throws {
        let control = ControlPlane(rules: [Rule(id: "maintenance", on: "*", effect: Effect(problem: "x"))])
        let reply = try await control.send(.get, "/rules/maintenence")
        #expect(reply.status == .notFound)
        #expect(reply["error.message"]?.string?.contains("did you mean maintenance?") == true)
    }

    @Test("what the worlds refuse is not added")
    func check() async throws {
        let control = ControlPlane()
        let reply = try await control.send(.post, "/rules", body: #"{"on":"ankor.x","effect":{"problem":"x"}}"#)
        #expect(reply.status == .unprocessableContent)
        #expect(control.world.rules.statuses.isEmpty)
    }

    @Test(
        "each mistake in a rule is told by its place, and nothing is added",
        arguments: [
            ("{}", ["on is required", "effect is required"]),
            (
                #"{"on":7,"effect":[]}"#,
                ["on must be a string, not a number", "effect must be an object, not an array"]
            ),
            (#"{"on":"*","effect":{}}"#, ["effect must have at least one of delay, problem, reply"]),
            (#"{"on":"*","times":0,"effect":{"delay":"1s"}}"#, ["times must be at least 1, not 0"]),
            (#"{"on":"*","id":"","effect":{"delay":"1s"}}"#, ["id must not be empty"]),
            (
                #"{"on":"*","effect":{"delay":"soon"}}"#,
                [#"effect.delay must be a duration such as 15m, 2h30m or PT15M, not "soon""#]
            ),
            (
                #"{"on":"*","effect":{"problem":"x","reply":{"status":700}}}"#,
                ["effect must have problem or reply, not both", "effect.reply.status must be 200 to 599, not 700"]
            ),
            (
                #"{"on":"*","effect":{"reply":{"staus":200}}}"#,
                ["effect.reply.staus is unknown; did you mean status?", "effect.reply.status is required"]
            ),
            (
                #"{"on":"*","effect":{"reply":{"status":200,"headers":{"a b":"x","c":1,"d":"x\ny"}}}}"#,
                [
                    "effect.reply.headers.a b is not a header's name",
                    "effect.reply.headers.c must be a string, not a number",
                    "effect.reply.headers.d is not a header's value",
                ]
            ),
            (
                #"{"on":"*","when":{"heder":{}},"effect":{"delay":"1s"}}"#,
                ["when.heder is unknown; did you mean header?"]
            ),
            (
                #"{"on":"*","when":{"body":{"a":{"matches":"("},"b":{"contain":"x"},"c":{"present":1},"d":{}}},"effect":{"delay":"1s"}}"#,
                [
                    #"when.body.a must match a regular expression; "(" is none"#,
                    "when.body.b has the unknown word contain; did you mean contains?",
                    "when.body.c needs true or false for present, not a number",
                    "when.body.d must have exactly one of equals, contains, matches, present, absent",
                ]
            ),
        ])
    func mistakes(body: String, complaints: [String]) async throws {
        let control = ControlPlane()
        let reply = try await control.send(.post, "/rules", body: body)
        #expect(reply.status == .badRequest)
        #expect(reply["error.reason"] == "body.invalid")
        #expect(reply.complaints == complaints)
        #expect(control.world.rules.statuses.isEmpty)
    }
}
