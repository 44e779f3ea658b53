import Kernel
import Testing

@Suite("What a request lacks of a pattern")
struct RequestMismatchTests {
    private static let request = RuleRequest(
        method: "POST", urlPath: "/v1/sessions/7", headers: ["x-a": "a"], queries: ["page": "1"],
        parameters: ["id": "7"], bodyValue: ["mode": "b", "list": [["id": 1]]])

    @Test("a request that fits lacks nothing")
    func fits() {
        let pattern = RequestPattern(
            on: OperationPattern("anchor.*"),
            when: RuleConditions(
                method: .equals("POST"), urlPath: .contains("sessions"), body: ["list.0.id": .equals(1)],
                header: ["X-A": .present, "X-B": .absent], query: ["page": .equals("1")], path: ["id": .equals("7")]))
        #expect(pattern.mismatches(operation: "anchor.createSession", subject: Self.request) == [])
        #expect(RequestPattern().mismatches(operation: nil, subject: Self.request) == [])
    }

    @Test("everything that differs is told, in the order of a rule's words, names in alphabetical order")
    func all() {
        let pattern = RequestPattern(
            on: OperationPattern("anchor.listSessions"),
            when: RuleConditions(
                method: .equals("GET"), urlPath: .contains("x"), body: ["mode": .equals("a"), "gone": .present],
                header: ["X-B": .present, "X-A": .absent], query: ["page": .equals("2")], path: ["id": .equals("8")]))
        let found = pattern.mismatches(operation: "anchor.createSession", subject: Self.request)
        #expect(
            found.map(\.field) == [
                "operation", "method", "urlPath", "path.id", "query.page", "header.X-A", "header.X-B", "body.gone",
                "body.mode",
            ])
        #expect(found.map(\.got) == ["anchor.createSession", "POST", "/v1/sessions/7", "7", "1", "a", nil, nil, "b"])
        #expect(found.last?.wanted == .equals("a"))
    }

    @Test("a request without operation or body has nothing to compare")
    func nothing() {
        var request = Self.request
        request.bodyValue = nil
        let pattern = RequestPattern(
            on: OperationPattern("anchor.*"), when: RuleConditions(body: ["mode": .equals("a"), "x": .absent]))
        let found = pattern.mismatches(operation: nil, subject: request)
        #expect(found.map(\.field) == ["operation", "body.mode"])
        #expect(found.allSatisfy { $0.got == nil })
    }
}
