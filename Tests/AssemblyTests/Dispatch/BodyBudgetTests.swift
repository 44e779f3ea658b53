import Assembly
import DrydockTesting
import Edge
import Kernel
import KernelHTTP
import Testing

@Suite("What all bodies may take together, on a running server", .timeLimit(.minutes(5)))
struct BodyBudgetTests {
    /// A body of 80,000 bytes of which all but the last have come, and which is never ended.
    private static let half =
        "PUT /v1/applications HTTP/1.1\r\nHost: localhost\r\nContent-Length: 80000\r\n\r\n"
        + String(repeating: "x", count: 79_999)
    /// Of a body alone: the client that asks for the metrics is not to be hurried.
    private static let slow = EdgeLimits(bodyTimeout: .milliseconds(50), minBodyRate: .max)
    private static let large = #"{"source":"https://a.test","name":"\#(String(repeating: "n", count: 60_000))"}"#

    private static func configuration(_ limits: EdgeLimits = EdgeLimits()) throws -> DrydockConfiguration {
        var configuration = try DrydockConfiguration.testing()
        configuration.bodyBytes = 100_000
        configuration.edgeLimits = limits
        return configuration
    }

    @Test("beyond it a body is answered with 503 in the vendor's words, and small ones still work")
    func refuses() async throws {
        try await withDrydock(try Self.configuration()) { drydock in
            try await RawConnection.run(port: drydock.port, sending: Self.half) { _ in
                try await Self.wait(drydock) { $0 == 79_999 - 16 * 1024 }
                let refused = try await drydock.post("/v1/applications", Self.large)
                #expect(refused.status == 503)
                #expect(refused["error.code"] == 503)
                #expect(refused.header("Retry-After") == "1")
                #expect(refused.header("X-Drydock-Reason") == "body.noRoom")
                let gateway = try await drydock.send(
                    "POST", "/org/sdkClients", body: Self.large, key: "",
                    headers: ["Host": "svc.sandbox.anon.localhost"])
                #expect(gateway.status == 503)
                #expect(gateway["message"] == "Too many bodies are under way; try again")
                let small = try await drydock.post("/v1/applications", #"{"source":"https://b.test"}"#)
                #expect(small.status == 201)
                let journal = try await drydock.get("/_drydock/requests")
                #expect(
                    journal["requests"]?.array?.compactMap { $0[path: "reason.code"]?.string }
                        == ["body.noRoom", "body.noRoom"])
            }
            try await Self.wait(drydock) { $0 == 0 }
            #expect(try await drydock.post("/v1/applications", Self.large).status != 503)
        }
    }

    @Test("a body that could never fit is too large")
    func tooLarge() async throws {
        try await withDrydock(try Self.configuration()) { drydock in
            let answer = try await drydock.post("/v1/applications", String(repeating: "x", count: 100_001))
            #expect(answer.status == 413)
        }
    }

    @Test(
        "it is given back however the request ends",
        arguments: [
            (half, EdgeLimits()), (half, slow), (half + "y", EdgeLimits()),
            (half + "yGET / HTTP/1.1\r\n\r\n", EdgeLimits()),
            (half.replacing("PUT", with: "POST").replacing("80000", with: "9000000"), EdgeLimits()),
        ])
    func givesBack(request: String, limits: EdgeLimits) async throws {
        try await withDrydock(try Self.configuration(limits)) { drydock in
            try await RawConnection.run(port: drydock.port, sending: request) { connection in
                if request != Self.half || limits == Self.slow {
                    _ = try await connection.read(through: "\r\n\r\n")
                } else {
                    try await Self.wait(drydock) { $0 > 0 }
                }
            }
            try await Self.wait(drydock) { $0 == 0 }
        }
    }

    @Test("a body counts while a rule holds its request, and until the client goes")
    func countsHeld() async throws {
        try await withDrydock(try Self.configuration()) { drydock in
            let rule = #"{"on":"anchor.createApplication","effect":{"delay":"1h"}}"#
            #expect(try await drydock.post("/_drydock/rules", rule).status == 201)
            let request =
                "POST /v1/applications HTTP/1.1\r\nHost: localhost\r\nanchor-api-key: sk-a\r\n"
                + "Content-Length: \(Self.large.utf8.count)\r\n\r\n" + Self.large
            try await RawConnection.run(port: drydock.port, sending: request) { _ in
                try await Self.wait(drydock) { $0 == Self.large.utf8.count - 16 * 1024 }
            }
            try await Self.wait(drydock) { $0 == 0 }
        }
    }

    @Test("an answer counts until its client has taken it; others are answered in few words meanwhile")
    func countsAnswers() async throws {
        try await withDrydock(try Self.configuration()) { drydock in
            let reply =
                #"{"on":"anchor.listApplications","effect":{"reply":{"status":200,"body":"\#(String(repeating: "x", count: 90_000))"}}}"#
            #expect(try await drydock.post("/_drydock/rules", reply).status == 201)
            let request = "GET /v1/applications HTTP/1.1\r\nHost: localhost\r\nanchor-api-key: sk-a\r\n\r\n"
            // More than the systems of both ends keep between them.
            try await RawConnection.run(port: drydock.port, sending: String(repeating: request, count: 200)) { _ in
                try await Self.wait(drydock) { $0 == 90_000 - 16 * 1024 }
                var status = 200
                while status == 200 { status = try await drydock.get("/v1/applications").status }
                #expect(status == 503)
            }
            try await Self.wait(drydock) { $0 == 0 }
        }
    }

    /// Returns when the metric is as it should be.
    private static func wait(_ drydock: RunningDrydock, until holds: (Int) -> Bool) async throws {
        while true {
            let metrics = try await drydock.get("/_drydock/metrics").text
            let line = metrics.split(separator: "\n").first { $0.hasPrefix("drydock_body_bytes ") }
            let bytes = try #require(line?.split(separator: " ").last.flatMap { Int($0) })
            if holds(bytes) { return }
            await Task.yield()
        }
    }
}
