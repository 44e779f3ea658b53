import DrydockTesting
import Kernel
import Testing

/// Whatever Anchor Browser has, or had, reaches an operation of ours: one that is simulated, or one that is canned.
@Suite("Every operation that Anchor's contract lists")
struct VendorOperationTests {
    /// The lines of `Fixtures/contract/anchor-operations.txt`: method, path, standing.
    private static func listed() throws -> [[String]] {
        try RepositoryFile("Fixtures/contract/anchor-operations.txt").text.split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ").map(String.init) }
    }

    @Test("is known: by its key on a bare host, and by its host without one")
    func reached() async throws {
        let listed = try Self.listed()
        #expect(listed.count == 187)
        try await withDrydock { drydock in
            for line in listed {
                let path = line[1].split(separator: "/", omittingEmptySubsequences: false).map { segment in
                    segment.hasPrefix("{") ? "7b0f3c1e-12ab-4cde-8f01-23456789abcd" : String(segment)
                }.joined(separator: "/")
                // Nobody moves the clock that one would wait on.
                let body = path.hasSuffix("/wait") ? #"{"timeoutMs":0}"# : ""
                let byKey = try await drydock.send(line[0], path, body: body)
                let byHost = try await drydock.send(
                    line[0], path, body: body, key: "", headers: ["Host": "api.anchorbrowser.localhost"])
                for answer in [byKey, byHost] {
                    let reason = answer.header("X-Drydock-Reason") ?? ""
                    #expect(!["path.unknown", "method.notAllowed"].contains(reason), "\(line): \(answer.text)")
                    #expect(answer["message"] == nil, "\(line) is answered in Anon's words: \(answer.text)")
                }
                // Without a trailing slash it is the same operation, and with one as well.
                let slashed = try await drydock.send(
                    line[0], path.hasSuffix("/") ? String(path.dropLast()) : path + "/", body: body)
                #expect(slashed.status == byKey.status, "\(line)")
            }
        }
    }

    @Test(
        "names the current path where it is an older form of one",
        arguments: [
            ("POST", "/v1/applications/a/identity-links", "POST /v1/applications/{applicationId}/tokens"),
            ("POST", "/mcp", "POST /v1/mcp"),
        ])
    func successor(method: String, path: String, successor: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send(method, path, body: #"{"jsonrpc":"2.0","method":"ping"}"#)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.header("X-Drydock-Reason") == "operation.canned")
            let requests = try await drydock.get("/_drydock/requests")["requests"]?.array ?? []
            let detail = requests.last?[path: "reason.detail"]?.string
            #expect(detail?.contains("older form of \(successor)") == true, "\(requests)")
        }
    }

    @Test(
        "what carries Anchor's key is refused in Anchor's words, wherever it goes on a bare host",
        arguments: ["/api/nothing", "/org/nothing", "/account/api/v1/session", "/link/nothing"])
    func key(path: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.get(path)
            #expect(answer.status == 404)
            #expect(answer["error.code"] == 404)
        }
    }

    @Test("no page of another origin may ask for anything of Anchor's or of the control plane's, or read an answer")
    func otherOrigins() async throws {
        try await withDrydock { drydock in
            let headers = [
                "Origin": "https://app.example.com", "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "anchor-api-key",
            ]
            let operations = try await drydock.get("/_drydock/operations")["operations"]?.array ?? []
            let anchor = operations.filter { $0[path: "name"]?.string?.hasPrefix("anchor.") == true }
                .compactMap { $0[path: "path"]?.string }
            #expect(!anchor.isEmpty)
            for path in Set(anchor).union(["/_drydock/health", "/_drydock/clock", "/_drydock/reset"]).sorted() {
                for method in ["OPTIONS", "GET"] {
                    let answer = try await drydock.send(method, path, key: "", headers: headers)
                    #expect(answer.header("Access-Control-Allow-Origin") == nil, "\(method) \(path)")
                    if path.hasPrefix("/_drydock") { #expect(answer.status == 403) }
                }
            }
        }
    }
}
