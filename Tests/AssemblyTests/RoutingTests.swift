import Anchor
import Anon
import Assembly
import DrydockTesting
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Requests that reach no handler")
struct RoutingTests {
    @Test(
        "a path that the vendor does not have answers the vendor's 404",
        arguments: ["/v1/nothing", "/v3", "/v1/applications/a/b/c"])
    func unknownPath(path: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.get(path)
            #expect(answer.status == 404)
            #expect(answer["error.code"] == 404)
            #expect(answer.header("X-Drydock-Reason") == "path.unknown")
        }
    }

    @Test("a wrong method answers 405 and says which are right")
    func wrongMethod() async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send("PATCH", "/v1/applications")
            #expect(answer.status == 405)
            #expect(answer.header("Allow") == "GET, HEAD, POST")
            #expect(answer["error.code"] == 405)
        }
    }

    @Test("a HEAD is answered like its GET, without a body")
    func head() async throws {
        try await withDrydock { drydock in
            let get = try await drydock.get("/v1/applications")
            let head = try await drydock.send("HEAD", "/v1/applications")
            #expect(head.status == 200 && head.text.isEmpty)
            #expect(head.header("Content-Length") == get.header("Content-Length"))
        }
    }

    @Test("a body over the limit answers 413 and the server goes on")
    func tooLarge() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.bodyLimit = 1000
        try await withDrydock(configuration) { drydock in
            let name = String(repeating: "x", count: 2000)
            let answer = try await drydock.post("/v1/applications", #"{"source":"https://a.test","name":"\#(name)"}"#)
            #expect(answer.status == 413)
            #expect(answer["error.code"] == 413)
            #expect(try await drydock.get("/v1/applications")["applications"]?.array?.isEmpty == true)
        }
    }

    @Test("without a browser a session is not attached to, and the answer says which flag is missing")
    func webSocket() async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send("GET", "/?sessionId=x", headers: WebSocketHandshake.headers)
            #expect(answer.status == 501)
            #expect(answer.header("X-Drydock-Reason") == "browser.notConfigured")
            #expect(answer.header("Content-Type") == "text/plain; charset=utf-8")
            #expect(answer.text.contains("`--browser auto`"))
        }
    }

    @Test(
        "a WebSocket that no operation takes is answered as the request would be without it",
        arguments: [("/v1/sessions", 200), ("/nothing", 404), ("/_drydock/health", 200)])
    func noWebSocket(path: String, status: Int) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send("GET", path, headers: WebSocketHandshake.headers)
            #expect(answer.status == status)
        }
    }

    @Test("a request of another method offers no WebSocket")
    func otherMethods() async throws {
        try await withDrydock { drydock in
            let created = try await drydock.send("POST", "/v1/sessions", headers: WebSocketHandshake.headers)
            #expect(created.status == 200)
            let head = try await drydock.send("HEAD", "/?sessionId=x", headers: WebSocketHandshake.headers)
            #expect(head.status == 404)
        }
    }

    @Test("hints can be left out")
    func noHints() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.hints = false
        try await withDrydock(configuration) { drydock in
            let answer = try await drydock.get("/v1/nothing")
            #expect(answer.header("X-Drydock-Reason") == nil)
            #expect(answer.header("Link") == nil)
        }
    }

    @Test("names, methods and paths are each there once, and the documentation has the table as it is")
    func catalog() throws {
        let operations = Drydock.operations
        #expect(Set(operations.map(\.name)).count == operations.count)
        // A WebSocket is offered where the same path has something else for others.
        let places = operations.map { "\($0.method) \($0.path)" + ($0.isWebSocket ? ", a WebSocket" : "") }
        #expect(Set(places).count == operations.count)
        #expect(try Self.part("operations", of: "Operations") == OperationsTable().markdown)
    }

    @Test("the documentation has the FAQ as it is")
    func documentedFailures() throws {
        let markdown = try Drydock.faqMarkdown
        #expect(try Self.part("faq", of: "FAQ") == markdown)
    }

    @Test("the documentation has the choices that a scenario can make as they are")
    func policies() throws {
        for (name, table) in [("anchor", AnchorPolicies.markdown), ("anon", AnonPolicies.markdown)] {
            #expect(try Self.part("policies-\(name)", of: "Choices") == table, "\(table)")
        }
    }

    private static func part(_ name: String, of article: String) throws -> String {
        let text = try RepositoryFile("Sources/drydock/Documentation.docc/\(article).md").text
        let rest = try #require(text.split(separator: "<!-- \(name):begin -->\n").last)
        return try String(#require(rest.split(separator: "\n<!-- \(name):end -->").first))
    }
}
