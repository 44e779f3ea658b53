import HTTPTypes
import KernelHTTP
import Testing

@Suite("Router")
struct RouterTests {
    private static let endpoints: [Endpoint] =
        ([
            (.get, "/"), (.get, "/v1/sessions"), (.post, "/v1/sessions"), (.get, "/v1/sessions/{id}"),
            (.delete, "/v1/sessions/all"), (.get, "/v1/sessions/all/status"), (.get, "/v1/sessions/{session}/tags"),
            (.delete, "/v1/sessions/{id}/recordings/{recording}"),
            (.get, "/v1/sessions/{id}/recordings/primary/fetch"),
            (.get, "/v1/tags/{tag}/items/{itemID}"), (.options, "*"),
        ] as [(HTTPRequest.Method, String)]).map { Endpoint("test", $0, $1, "") }
    private static let router = Router(endpoints)

    @Test(
        "words win over parameters, and where they lead nowhere the parameter is tried",
        arguments: [
            (.get, "/", "GET /", [:]), (.get, "/v1/sessions/", "GET /v1/sessions", [:]),
            (.get, "/v1/sessions/a%20b", "GET /v1/sessions/{id}", ["id": "a b"]),
            (.delete, "/v1/sessions/all", "DELETE /v1/sessions/all", [:]),
            (.get, "/v1/sessions/all", "GET /v1/sessions/{id}", ["id": "all"]),
            (.get, "/v1/sessions/all/tags", "GET /v1/sessions/{session}/tags", ["session": "all"]),
            (
                .delete, "/v1/sessions/s/recordings/primary", "DELETE /v1/sessions/{id}/recordings/{recording}",
                ["id": "s", "recording": "primary"]
            ),
            (.head, "/v1/sessions", "GET /v1/sessions", [:]),
            (.get, "//v1//sessions//", "GET /v1/sessions", [:]),
            (.get, "", "GET /", [:]),
            (
                .get, "/v1/tags/%C3%A4+%2/items/0B9F3C3E-7A68-4F5C-8A54-0D2B6C8A1F00",
                "GET /v1/tags/{tag}/items/{itemID}",
                ["tag": "ä+%2", "itemID": "0b9f3c3e-7a68-4f5c-8a54-0d2b6c8a1f00"]
            ),
            (.options, "/v1/sessions", "OPTIONS *", ["path": "/v1/sessions"]),
        ] as [(HTTPRequest.Method, String, String, [String: String])])
    func found(method: HTTPRequest.Method, path: String, answer: String, parameters: [String: String]) throws {
        guard case .found(let found, let values) = Self.router.find(method, at: path[...]) else {
            Issue.record("nothing at \(method) \(path)")
            return
        }
        let endpoint = Self.endpoints[found]
        #expect("\(endpoint.method.rawValue) \(endpoint.path)" == answer)
        #expect(values.pairs.count == parameters.count)
        #expect(parameters.allSatisfy { values[$0.key] == $0.value })
    }

    @Test(
        "a path without operation is unknown, one with other methods says which",
        arguments: [
            ("/v1/nothing", []), ("/v1/sessions/all/status/x", []), ("/v1/sessions", ["GET", "HEAD", "POST"]),
            ("/v1/sessions/all", ["DELETE", "GET", "HEAD"]),
        ])
    func refused(path: String, allowed: [String]) {
        guard case .refused(let refusal) = Self.router.find(.patch, at: path[...]) else {
            Issue.record("something answers PATCH \(path)")
            return
        }
        if case .wrongMethod(let methods) = refusal {
            #expect(methods.map(\.rawValue).sorted() == allowed)
        } else {
            #expect(refusal == .unknownPath(path) && allowed.isEmpty)
        }
    }

    @Test("an operation at any path is none where there is no path", arguments: ["/v1", "/v1/sessions/a/b"])
    func anywhere(path: String) {
        guard case .refused(.unknownPath(path)) = Self.router.find(.options, at: path[...]) else {
            Issue.record("something answers OPTIONS \(path)")
            return
        }
    }

    @Test(
        "a path is known by its first word",
        arguments: [
            ("/v1", true), ("/v1/nothing", true), ("//v1", true), ("v1/x", true), ("*", true), ("/v2/v1", false),
            ("/v", false), ("/v12", false), ("/", false), ("", false),
        ])
    func firstWord(path: String, isKnown: Bool) {
        #expect(Self.router.knowsFirstWord(of: path[...]) == isKnown)
    }

    @Test("of two operations at one path with one method the later one answers, under its own number")
    func later() {
        let router = Router([Endpoint("a", .get, "/{a}", ""), Endpoint("b", .get, "/{b}", "")])
        guard case .found(1, let values) = router.find(.get, at: "/x") else {
            Issue.record("the earlier one answers")
            return
        }
        #expect(values.pairs == [NamedValues.Pair(name: "b", value: "x")])
    }
}
