import Kernel
import Scenarios
import Testing

@Suite("Reading rules")
struct RuleReadingTests {
    private static let reader = TestReading.reader([:])

    private static func read(_ text: String) throws(ScenarioComplaints) -> Rule {
        try reader.readRule(text, file: "rule")
    }

    @Test(
        "every form of a delay",
        arguments: [
            ("2s", Delay.fixed(.seconds(2))), ("PT2S", .fixed(.seconds(2))),
            ("{ fixed: 2s, realTime: true }", Delay(.fixed(.seconds(2)), isRealTime: true)),
            ("{ fixed: 2s, realTime: false }", .fixed(.seconds(2))),
            (
                "{ uniform: { from: 100ms, to: 2s } }",
                Delay(.uniform(UniformDelay(from: .milliseconds(100), to: .seconds(2))))
            ),
            (
                "{ lognormal: { median: 200ms, sigma: 0.5 }, atMost: 5s }",
                Delay(.lognormal(LognormalDelay(median: .milliseconds(200), sigma: 0.5), atMost: .seconds(5)))
            ),
            (
                "{ lognormal: { median: 1s, sigma: 1 }, realTime: true }",
                Delay(.lognormal(LognormalDelay(median: .seconds(1), sigma: 1), atMost: nil), isRealTime: true)
            ),
        ])
    func delays(text: String, delay: Delay) throws {
        #expect(try Self.read("effect: { delay: \(text) }") == Rule(effect: Effect(delay: delay)))
    }

    @Test(
        "every form of a connection effect",
        arguments: [
            ("reset", ConnectionEffect.reset), ("close", .close), ("garbage", .garbage),
            ("{ truncate: { after: 0 } }", .truncate(after: 0)),
            ("{ dribble: { bytes: 7, every: 100ms } }", .dribble(bytes: 7, every: .milliseconds(100))),
        ])
    func connections(text: String, connection: ConnectionEffect) throws {
        #expect(
            try Self.read("effect: { connection: \(text) }") == Rule(effect: Effect(connection: connection)))
        #expect(
            try Self.read("effect: { afterHandling: { connection: \(text) } }")
                == Rule(effect: Effect(afterHandling: LateEffect(connection: connection))))
    }

    @Test("everything that a rule may have arrives")
    func whole() throws {
        let rule = try Self.read(
            """
            id: all
            on: shop.*
            when:
              method: POST
              urlPath: { matches: "^/v1/" }
              path: { id: 7 }
              query: { page: { absent: true } }
              header: { X-A: { present: true } }
              body: { a.b: { contains: c }, d: null, e: { equals: { f: 1 } } }
            times: 3
            probability: 0.25
            priority: -2
            state: { is: started, becomes: linked, of: link }
            effect:
              delay: 1s
              afterHandling: { delay: 2s, reply: { status: 502, reason: Bad, headers: { A: b }, body: x }, connection: { truncate: { after: 3 } } }
            """)
        let conditions = RuleConditions(
            method: .equals("POST"), urlPath: .matches(try TextPattern("^/v1/")),
            body: ["a.b": .contains("c"), "d": .equals(.null), "e": .equals(["f": 1])],
            header: ["X-A": .present], query: ["page": .absent], path: ["id": .equals(7)])
        let late = LateEffect(
            delay: .fixed(.seconds(2)), reply: ReplyEffect(status: 502, reason: "Bad", headers: ["A": "b"], body: "x"),
            connection: .truncate(after: 3))
        #expect(
            rule
                == Rule(
                    id: "all", on: "shop.*", when: conditions, times: 3, probability: 0.25, priority: -2,
                    state: RuleTransition(from: "started", to: "linked", machine: "link"),
                    effect: Effect(delay: .fixed(.seconds(1)), afterHandling: late)))
    }

    @Test("what a rule is shown as is read as the same rule")
    func shown() throws {
        let rule = Rule(
            id: "r", on: "shop.createSession",
            when: RuleConditions(
                method: .equals("POST"), urlPath: .contains("/"), body: ["a": .equals(["present": true])],
                header: ["h": .equals("x")], query: ["q": .matches(try TextPattern("[0-9]+"))], path: ["p": .absent]),
            times: 3, probability: 0.5, priority: 1, state: RuleTransition(to: "s"),
            effect: Effect(
                delay: Delay(.uniform(UniformDelay(from: .zero, to: .seconds(1))), isRealTime: true),
                afterHandling: LateEffect(problem: "notFound", connection: .dribble(bytes: 1, every: .seconds(1)))))
        var shown = try #require(try JSONParser.parse(JSONWriter.text(RuleBook([rule]).statuses[0])).object)
        shown["matched"] = nil
        shown["remaining"] = nil
        #expect(try Self.read(JSONWriter.text(shown)) == rule)
    }

    @Test("a rule that only moves a state machine needs neither an operation nor an effect")
    func mover() throws {
        #expect(
            try Self.read("state: { becomes: linked }") == Rule(state: RuleTransition(to: "linked")))
    }

    @Test("JSON's escapes for characters beyond the first plane are read, also where a backslash is escaped")
    func surrogates() throws {
        let rule = try Self.read(
            #"{"effect":{"reply":{"status":200,"body":"\ud83d\ude00 \\ud83d \u00e9 \\\ud83d\ude00"}}}"#)
        #expect(rule.effect?.reply?.body == #"😀 \ud83d é \😀"#)
    }

    @Test("a document that means requests is read as strictly as a rule")
    func patterns() throws {
        func read(_ text: String) throws(ScenarioComplaints) -> RequestPattern {
            try Self.reader.read(text, file: "body") { [$0] }
        }
        #expect(try read(#"{"on":"bank.pay"}"#) == RequestPattern(on: "bank.pay"))
        #expect(try read("{}") == RequestPattern())
        let error = #expect(throws: ScenarioComplaints.self) { try read("on: bank.pay\nwen: {}") }
        #expect(error?.description == "body:2:1: unknown key `wen`; did you mean `when`?")
        let other = #expect(throws: ScenarioComplaints.self) { try read("on: bank.pax") }
        #expect(other?.description == "body:1:1: no operation is called `bank.pax`; did you mean `bank.pay`?")
    }
}
