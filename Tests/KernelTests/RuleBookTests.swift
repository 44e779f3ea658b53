import Kernel
import Testing

@Suite("RuleBook")
struct RuleBookTests {
    struct Request: RuleSubject {
        var headers: [String: String] = [:]
        var queries: [String: String] = [:]
        var bodyValue: JSONValue?

        func header(_ name: String) -> String? { headers[name.lowercased()] }
        func query(_ name: String) -> String? { queries[name] }
        func pathParameter(_ name: String) -> String? { nil }
    }

    private static let problem = Effect(problem: "outOfCredits")

    @Test("a rule for one time acts once under 1,000 parallel requests")
    func once() async {
        let book = RuleBook([Rule(on: "anchor.createSession", times: 1, effect: Self.problem)])
        let hits = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 {
                group.addTask { book.take(operation: "anchor.createSession", subject: Request()) == nil ? 0 : 1 }
            }
            return await group.reduce(0, +)
        }
        #expect(hits == 1)
        #expect(book.statuses.first?.remaining == 0)
    }

    @Test(
        "operation patterns",
        arguments: [
            ("anchor.createSession", "anchor.createSession", true), ("anchor.*", "anchor.createSession", true),
            ("*", "anchor.createSession", true), ("anchor.create*", "anchor.createSession", true),
            ("*.create*on", "anchor.createSession", true), ("anchor.get*", "anchor.createSession", false),
            ("anchor.createSession", "anchor.createSessions", false), ("a*a", "a", false), ("*a*b*", "xaxbx", true),
        ])
    func patterns(pattern: String, operation: String, matches: Bool) {
        #expect(OperationPattern(pattern).matches(operation) == matches)
    }

    @Test(
        "matchers",
        arguments: [
            (Matcher.equals("1"), .integer(1), true), (.equals(.integer(1)), .string("1"), true),
            (.equals("a"), nil, false), (.contains("b"), "abc", true), (.matches("^a.c$"), "abc", true),
            (.matches("^b"), "abc", false), (.present, .null, true), (.absent, nil, true), (.absent, "a", false),
        ] as [(Matcher, JSONValue?, Bool)])
    func matchers(matcher: Matcher, value: JSONValue?, accepts: Bool) {
        #expect(matcher.accepts(value) == accepts)
    }

    @Test("all conditions must hold, into the depth of the body")
    func conditions() throws {
        let conditions = RuleConditions(
            body: ["identities.0.id": .equals("i-1")], header: ["X-Test": .present], query: ["page": .equals("2")])
        let body = try JSONParser.parse(#"{"identities":[{"id":"i-1"}]}"#)
        let request = Request(headers: ["x-test": "1"], queries: ["page": "2"], bodyValue: body)
        #expect(conditions.hold(for: request))
        #expect(!conditions.hold(for: Request(headers: ["x-test": "1"], queries: ["page": "2"])))
        #expect(!conditions.hold(for: Request(queries: ["page": "2"], bodyValue: body)))
    }

    @Test("a rule that is added wins over those that were there, and goes when it is removed")
    func order() {
        let book = RuleBook([Rule(id: "first", on: "*", effect: Self.problem)])
        let added = book.add(Rule(on: "anchor.*", effect: Effect(problem: "notFound")))
        #expect(book.take(operation: "anchor.getIdentity", subject: Request())?.id == added.id)
        #expect(book.remove(id: added.id)?.matched == 1)
        #expect(book.take(operation: "anchor.getIdentity", subject: Request())?.id == "first")
        #expect(book.removeAll() == 1)
        #expect(book.take(operation: "anchor.getIdentity", subject: Request()) == nil)
    }
}
