import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Control plane: the page of a request")
struct RequestPageTests {
    @Test("a browser gets a page with both sides, the reason, its cause and its fix; a program gets JSON")
    func page() async throws {
        let control = ControlPlane()
        control.world.journal.append(
            .made(
                1, .post, path: "/v1/sessions?apiKey=sk-secret", operation: "anchor.createSession", status: 402,
                reason: "credits.none", requestHeaders: [.authorization: "Bearer sk-very-secret-1234"],
                requestBody: ByteBuffer(string: #"{"a":"<script>","password":"swordfish"}"#),
                responseBody: ByteBuffer(string: #"{"error":"No credits"}"#)))
        let page = try await control.send(.get, "/requests/1", headers: [.accept: "text/html"])
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        let explanation = try #require(FAQCatalog.shipped.reason("credits.none")?.explanation)
        for text in [
            "<h2 id=\"why\">Why it failed</h2>", "<strong>credits.none</strong>",
            "Cause",
            ("\(explanation.fix)" as Markup).html, "&lt;script&gt;", "Bearer ***1234", "No credits", "What works",
            "/_drydock/faq/credits.none?world=default", "/_drydock/faq/session-out-of-credits?world=default",
        ] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(
            !page.text.contains("sk-secret") && !page.text.contains("swordfish") && !page.text.contains("<script>\""))
        let json = try await control.send(.get, "/requests/1")
        #expect(json.headers[.contentType]?.hasPrefix("application/json") == true)
    }

    @Test("what Drydock sent after a request stands with it")
    func sent() async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1))
        control.world.journal.append(.made(1, .post, path: "/hook<1>", status: 500, direction: .outgoing))
        control.world.journal.append(.made(2))
        let first = try await control.send(.get, "/requests/1", headers: [.accept: "text/html"]).text
        #expect(first.contains("id=\"sent\"") && first.contains("/hook&lt;1&gt;"))
        #expect(first.contains("/_drydock/requests/2?world=default"))
        let second = try await control.send(.get, "/requests/2", headers: [.accept: "text/html"]).text
        #expect(!second.contains("id=\"sent\"") && second.contains("/_drydock/requests/1?world=default"))
    }

    @Test("a request can be taken elsewhere as a command, a test and a rule")
    func copies() {
        let entry = JournalEntry.made(
            7, .post, path: "/v1/it's", operation: "anchor.createSession", status: 201,
            requestHeaders: [.contentType: "application/json", .userAgent: "x"],
            requestBody: ByteBuffer(string: #"{"name":"it's \"q\""}"#), responseBody: ByteBuffer(string: #"{"id":"s"}"#)
        )
        let copies = RequestCopies(entry, mask: .showing)
        #expect(
            copies.curl == #"""
                curl -i -X POST 'http://localhost:4010/v1/it'\''s' \
                  -H 'Content-Type: application/json' \
                  --data-binary '{"name":"it'\''s \"q\""}'
                """#)
        #expect(
            copies.pytest == #"""
                import httpx


                def test_request_7():
                    answer = httpx.request(
                        "POST",
                        "http://localhost:4010/v1/it's",
                        headers={
                            "Content-Type": "application/json",
                        },
                        content="{\"name\":\"it's \\\"q\\\"\"}",
                    )
                    assert answer.status_code == 201, answer.text
                """#)
        #expect(
            copies.rule == """
                on: anchor.createSession
                times: 1
                effect:
                  reply:
                    status: 201
                    body: {"id":"s"}
                """)
    }
}
