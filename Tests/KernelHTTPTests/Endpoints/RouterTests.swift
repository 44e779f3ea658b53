import HTTPTypes
import KernelHTTP
import Testing

@Suite("Router")
struct RouterTests {
    private static let router: Router<String> = {
        var router = Router<String>()
        for (method, path) in [
            (.get, "/"), (.get, "/v1/sessions"), (.post, "/v1/sessions"), (.get, "/v1/sessions/{id}"),
            (.delete, "/v1/sessions/all"), (.get, "/v1/sessions/all/status"), (.get, "/v1/sessions/{session}/tags"),
            (.delete, "/v1/sessions/{id}/recordings/{recording}"),
            (.get, "/v1/sessions/{id}/recordings/primary/fetch"),
        ] as [(HTTPRequest.Method, String)] {
            router.add(Endpoint("test", method, path, ""), answer: "\(method.rawValue) \(path)")
        }
        return router
    }()

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
        ] as [(HTTPRequest.Method, String, String, [String: String])])
    func found(method: HTTPRequest.Method, path: String, answer: String, parameters: [String: String]) throws {
        guard case .found(let found, let values) = Self.router.find(method, at: path[...]) else {
            Issue.record("nothing at \(method) \(path)")
            return
        }
        #expect(found == answer)
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
}
