import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Bodies and hosts as clients send them, on a running server", .timeLimit(.minutes(5)))
struct BodyReceptionTests {
    @Test("a mark before JSON is skipped once, and no secret shows for it")
    func skipsMark() async throws {
        try await withDrydock { drydock in
            let made = try await drydock.post("/v1/applications", "\u{FEFF}" + #"{"source":"https://a.test"}"#)
            #expect(made.status == 201, "\(made.text)")
            let journal = try await drydock.get("/_drydock/requests")
            #expect(journal["requests.0.request.body.source"] == "https://a.test")
            let twice = try await drydock.post("/v1/applications", "\u{FEFF}\u{FEFF}{}")
            #expect(twice.status == 400)
            #expect(twice.header("X-Drydock-Reason") == "body.notJSON")
        }
    }

    @Test("a coding that cannot be undone is named, with those that can", arguments: ["br", "gzip, zstd"])
    func unknownCoding(coding: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send(
                "POST", "/v1/applications", body: "{}", headers: ["Content-Encoding": coding])
            #expect(answer.status == 415)
            #expect(answer.header("Accept-Encoding") == "gzip, deflate")
            #expect(answer.header("X-Drydock-Reason") == "body.unknownCoding")
            let journal = try await drydock.get("/_drydock/requests")
            #expect(journal["requests.0.reason.detail"]?.string?.contains(coding.suffix(2)) == true)
        }
    }

    @Test("a body that is not what its coding says is refused in words", arguments: ["gzip", "deflate"])
    func notDecodable(coding: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send(
                "POST", "/v1/applications", body: "{}", headers: ["Content-Encoding": coding])
            #expect(answer.status == 400)
            #expect(answer.header("X-Drydock-Reason") == "body.notDecodable")
            #expect(answer.text.contains(coding))
        }
    }

    @Test("identity is no coding, and nothing is left of one without a body")
    func identity() async throws {
        try await withDrydock { drydock in
            let made = try await drydock.send(
                "POST", "/v1/applications", body: #"{"source":"https://a.test"}"#,
                headers: ["Content-Encoding": "identity"])
            #expect(made.status == 201)
            let listed = try await drydock.send("GET", "/v1/applications", headers: ["Content-Encoding": "gzip"])
            #expect(listed.status == 200)
        }
    }

    @Test(
        "a client that names no host is sent to the address that it called",
        arguments: [
            ("POST", "/v1/sessions", "HTTP/1.0\r\n"), ("POST", "/v1/sessions", "HTTP/1.0\r\nHost:\r\n"),
            ("POST", "/v1/sessions", "HTTP/1.1\r\nConnection: close\r\nHost: \r\n"),
            ("GET", "/v1/nothing", "HTTP/1.0\r\n"),
        ])
    func namesNoHost(method: String, path: String, version: String) async throws {
        try await withDrydock { drydock in
            let answer = try await RawClient(port: drydock.port).answer(
                to: "\(method) \(path) \(version)anchor-api-key: sk-a\r\nContent-Length: 2\r\n\r\n{}")
            #expect(answer.contains("//127.0.0.1:\(drydock.port)"), "\(answer)")
            #expect(!answer.contains("//localhost") && !answer.contains("//?") && !answer.contains("///"))
            // The journal has what came.
            let journal = try await drydock.get("/_drydock/requests")
            #expect(journal["requests.0.request.headers.Host"] == nil)
        }
    }
}
