import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("Control plane: near misses")
struct NearMissTests {
    @Test(
        "a request that reached no operation is told the closest",
        arguments: [
            (
                HTTPRequest.Method.post, "/v1/session?x=1",
                "POST /v1/session is closest to anchor.createSession, POST /v1/sessions: "
                    + "segment 2 differs (wanted sessions, got session)"
            ),
            (
                .put, "/v1/sessions",
                "PUT /v1/sessions is closest to anchor.createSession, POST /v1/sessions: "
                    + "the method differs (wanted POST, got PUT)"
            ),
            (
                .post, "/sessions",
                "POST /sessions is closest to anchor.createSession, POST /v1/sessions: v1 is missing before segment 1"
            ),
            (
                .post, "/api/v1/sessions",
                "POST /api/v1/sessions is closest to anchor.createSession, POST /v1/sessions: "
                    + "segment 1, api, is too much"
            ),
            (
                .get, "/v1/sessions/s-1/screenshots",
                "GET /v1/sessions/s-1/screenshots is closest to anchor.takeScreenshot, "
                    + "GET /v1/sessions/{id}/screenshot: segment 4 differs (wanted screenshot, got screenshots)"
            ),
        ])
    func operation(method: HTTPRequest.Method, path: String, message: String) async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1, method, path: path, status: 404, reason: "path.unknown"))
        let listed = try await control.send(.get, "/requests/unmatched")
        #expect(listed["requests.0.nearest.message"] == .string(message), "\(listed.text)")
        #expect(try await control.send(.get, "/requests/1")["nearest.message"] == .string(message))
        #expect(try await control.send(.get, "/requests")["requests.0.nearest"] == nil, "only where it is asked for")
    }

    @Test(
        "what is like no operation at all is told none",
        arguments: ["/", "/favicon.ico", "/wp-admin/setup", "/" + String(repeating: "a/", count: 5000)])
    func unrelated(path: String) async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1, path: path, status: 404, reason: "path.unknown"))
        let listed = try await control.send(.get, "/requests/unmatched")
        #expect(listed["total"] == 1)
        #expect(listed["requests.0.nearest"] == nil)
    }

    @Test(
        "a request that a rule nearly acted on is told what differs",
        arguments: [
            (#"{"on":"anchor.createSession","when":{"body":{"mode":"a"}}"#, #"body.mode: wanted "a", got "b""#),
            (
                #"{"on":"anchor.createSession","when":{"body":{"mode":{"contains":"x"}},"header":{"X-A":"1"}}"#,
                #"header.X-A: wanted "1", got nothing, and 1 more"#
            ),
            (#"{"when":{"method":"GET"}"#, #"method: wanted "GET", got "POST""#),
            (
                #"{"on":"anchor.*","when":{"header":{"anchor-api-key":"sk-other-secret"}}"#,
                #"header.anchor-api-key: wanted "***cret", got "***ret1""#
            ),
        ])
    func rule(rule: String, words: String) async throws {
        let control = ControlPlane()
        _ = try await control.send(.post, "/rules", body: rule + #","id":"mine","effect":{"problem":"notFound"}}"#)
        let key = try #require(HTTPField.Name("anchor-api-key"))
        control.world.journal.append(
            .made(
                1, .post, operation: "anchor.createSession", requestHeaders: [key: "sk-test-secret1"],
                requestBody: ByteBuffer(string: #"{"mode":"b"}"#)))
        let reply = try await control.send(.get, "/requests/1")
        #expect(reply["nearest.message"] == .string("rule mine did not act: \(words)"), "\(reply.text)")
        #expect(reply["nearest.rule.id"] == "mine")
    }

    @Test(
        "a rule that fits and did not act tells why",
        arguments: [
            (#""times":1"#, "it is used up (times: 1)"), (#""state":{"is":"ready"}"#, "it acts in state ready only"),
            (#""probability":0.5"#, "its probability of 0.5 let the request pass"),
            (#""times":2"#, "it was added later"),
        ])
    func unready(part: String, words: String) async throws {
        let control = ControlPlane()
        let rule = #"{"id":"mine","on":"anchor.createSession",\#(part),"effect":{"problem":"notFound"}}"#
        #expect(try await control.send(.post, "/rules", body: rule).status == .created)
        _ = control.world.rules.take(operation: "anchor.createSession", subject: RuleSubjectStub())
        control.world.journal.append(.made(1, .post, operation: "anchor.createSession"))
        let reply = try await control.send(.get, "/requests/1")
        #expect(reply["nearest.message"] == .string("rule mine fits, but did not act: \(words)"))
    }

    @Test("the closest requests come first, with all that differs")
    func requests() async throws {
        let control = ControlPlane()
        let bodies = [#"{"mode":"a","size":1}"#, #"{"mode":"b","size":1}"#, #"{"mode":"b","size":2}"#]
        for (number, body) in zip(1..., bodies) {
            control.world.journal.append(
                .made(number, .post, operation: "anchor.createSession", requestBody: ByteBuffer(string: body)))
        }
        control.world.journal.append(.made(4, .post, path: "/v1/session", status: 404, reason: "path.unknown"))
        control.world.journal.append(.made(5, path: "/v1/sessions/s/screenshot", operation: "anchor.takeScreenshot"))
        let wanted = #"{"on":"anchor.createSession","when":{"body":{"mode":"a","size":1}},"limit":9}"#
        let reply = try await control.send(.post, "/requests/near-misses", body: wanted)
        #expect(reply["found"] == 1)
        #expect(reply["nearMisses"]?.array?.map { $0[path: "request"] } == [2, 3, 4, 5])
        #expect(
            reply["nearMisses.0.message"]
                == #"request 2, POST /v1/sessions (anchor.createSession, 200): body.mode: wanted "a", got "b""#)
        #expect(reply["nearMisses.1.differences"]?.array?.count == 2)
        #expect(
            reply["nearMisses.2.differences.0"] == [
                "field": "path", "wanted": "POST /v1/sessions",
                "got": "POST /v1/session: segment 2 differs (wanted sessions, got session)",
            ])
        #expect(reply["nearMisses.3.differences.0.field"] == "operation")
    }

    @Test("a rule's own criteria can be asked for by its id")
    func byRule() async throws {
        let control = ControlPlane()
        let rule =
            #"{"id":"mine","on":"anchor.createSession","when":{"query":{"a":"1"}},"effect":{"problem":"notFound"}}"#
        _ = try await control.send(.post, "/rules", body: rule)
        control.world.journal.append(.made(1, .post, path: "/v1/sessions?a=2", operation: "anchor.createSession"))
        let reply = try await control.send(.post, "/requests/near-misses", body: #"{"rule":"mine"}"#)
        #expect(reply["nearMisses.0.differences.0"] == ["field": "query.a", "wanted": "\"1\"", "got": "\"2\""])
        let unknown = try await control.send(.post, "/requests/near-misses", body: #"{"rule":"mime"}"#)
        #expect(unknown.status == .notFound && unknown["error.reason"] == "rule.unknown")
        let mixed = try await control.send(.post, "/requests/near-misses", body: #"{"rule":"mine","on":"anchor.*"}"#)
        #expect(mixed.status == .unprocessableContent)
    }
}
