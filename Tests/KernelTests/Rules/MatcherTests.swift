import Kernel
import Testing

@Suite("Matchers and conditions")
struct MatcherTests {
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
            (.equals(.bool(true)), "true", true), (.equals(.null), .null, true), (.equals(.null), nil, false),
            (.equals(["a": 1]), ["a": 1], true), (.equals(["a": 1]), "{\"a\":1}", false),
            (.equals("a"), nil, false), (.contains("b"), "abc", true), (.contains("B"), "abc", false),
            (.contains("1"), .integer(31), true), (.contains("a"), ["a"], false),
            (.present, .null, true), (.present, nil, false), (.absent, nil, true), (.absent, "a", false),
        ] as [(Matcher, JSONValue?, Bool)])
    func matchers(matcher: Matcher, value: JSONValue?, accepts: Bool) {
        #expect(matcher.accepts(value) == accepts)
    }

    @Test(
        "an expression finds any part of a text, and of a number's text",
        arguments: [
            ("^a.c$", "abc", true), ("^b", "abc", false), ("^4\\d\\d$", .integer(404), true), ("a", ["a"], false),
            ("", "", true), ("x", nil, false),
        ] as [(String, JSONValue?, Bool)])
    func expressions(pattern: String, value: JSONValue?, accepts: Bool) throws {
        #expect(Matcher.matches(try TextPattern(pattern)).accepts(value) == accepts)
    }

    private static let request = RuleRequest(
        method: "POST", urlPath: "/v1/sessions/7", headers: ["x-test": "1"], queries: ["page": "2"],
        parameters: ["id": "7"], bodyValue: ["identities": [["id": "i-1"]]])

    @Test(
        "each condition alone holds, or does not",
        arguments: [
            (RuleConditions(), true),
            (RuleConditions(method: .equals("POST")), true), (RuleConditions(method: .equals("GET")), false),
            (RuleConditions(urlPath: .contains("/sessions/")), true),
            (RuleConditions(urlPath: .equals("/v1/sessions")), false),
            (RuleConditions(body: ["identities.0.id": .equals("i-1")]), true),
            (RuleConditions(body: ["identities.1.id": .present]), false),
            (RuleConditions(header: ["X-Test": .present]), true),
            (RuleConditions(header: ["X-Other": .absent]), true),
            (RuleConditions(header: ["X-Other": .present]), false),
            (RuleConditions(query: ["page": .equals(2)]), true), (RuleConditions(query: ["page": .equals(3)]), false),
            (RuleConditions(path: ["id": .equals("7")]), true), (RuleConditions(path: ["id": .absent]), false),
        ] as [(RuleConditions, Bool)])
    func conditions(conditions: RuleConditions, holds: Bool) {
        #expect(conditions.hold(for: Self.request) == holds)
    }

    @Test("all conditions must hold, into the depth of the body")
    func all() {
        let conditions = RuleConditions(
            body: ["identities.0.id": .equals("i-1")], header: ["X-Test": .present], query: ["page": .equals("2")])
        var request = Self.request
        #expect(conditions.hold(for: request))
        request.queries = [:]
        #expect(!conditions.hold(for: request))
        request = Self.request
        request.bodyValue = nil
        #expect(!conditions.hold(for: request))
    }

    @Test(
        "a pattern of requests with an operation is for operations only, one without is for any request",
        arguments: [
            (RequestPattern(on: "anchor.*"), "anchor.a", true), (RequestPattern(on: "anchor.*"), "anon.a", false),
            (RequestPattern(on: "*"), nil, false), (RequestPattern(), nil, true), (RequestPattern(), "anon.a", true),
            (RequestPattern(when: RuleConditions(method: .equals("PUT"))), nil, false),
        ] as [(RequestPattern, String?, Bool)])
    func requestPatterns(pattern: RequestPattern, operation: String?, fits: Bool) {
        #expect(pattern.fits(operation: operation, subject: Self.request) == fits)
    }
}
