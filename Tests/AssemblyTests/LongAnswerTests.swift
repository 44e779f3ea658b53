import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("An answer that is made in parts, on a running server", .timeLimit(.minutes(5)))
struct LongAnswerTests {
    @Test("it arrives whole, has a length, and HEAD tells the same length", arguments: ["/requests.har", "/requests"])
    func arrives(path: String) async throws {
        try await withDrydock { drydock in
            let secret = String(repeating: "x", count: 200_000)
            for _ in 1...3 {
                _ = try await drydock.post("/v1/applications", #"{"source":"\#(secret)"}"#, key: "sk@w")
            }
            for _ in 1...50 { _ = try await drydock.get("/v1/profiles", key: "sk@w") }
            let answer = try await drydock.get("/_drydock\(path)?world=w")
            #expect(answer.status == 200)
            let length = try #require(answer.header("Content-Length"))
            #expect(Int(length) == answer.text.utf8.count)
            let entries = answer["log.entries"] ?? answer["requests"]
            #expect(entries?.array?.count == 53)
            let head = try await drydock.send("HEAD", "/_drydock\(path)?world=w")
            #expect(head.header("Content-Length") == length)
            #expect(head.text == "")
            // The connection goes on behind it.
            #expect(try await drydock.get("/_drydock/health").status == 200)
        }
    }

    @Test("a client of HTTP 1.0 gets all of it")
    func oldClient() async throws {
        try await withDrydock { drydock in
            for _ in 1...150 { _ = try await drydock.get("/v1/profiles", key: "sk@w") }
            let request = "GET /_drydock/requests?world=w HTTP/1.0\r\nHost: localhost\r\n\r\n"
            let body = try await RawConnection.run(port: drydock.port, sending: request) { connection in
                _ = try await connection.read(through: "\r\n\r\n")
                return await connection.readToEnding()
            }
            #expect(try JSONParser.parse(body)[path: "total"] == 150)
            #expect(body.utf8.count > 65_536)
        }
    }
}
