import Assembly
import DrydockTesting
import Edge
import Kernel
import Testing

@Suite("The limits of the listener, on a running server", .timeLimit(.minutes(5)))
struct EdgeLimitTests {
    @Test("a request that comes too slowly is answered with 408 and reaches no journal")
    func timesOut() async throws {
        var configuration = try DrydockConfiguration.testing()
        // Of a body alone: the client that asks for the journal is not to be hurried.
        configuration.edgeLimits = EdgeLimits(bodyTimeout: .milliseconds(50), minBodyRate: .max)
        try await withDrydock(configuration) { drydock in
            let request = "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
            let ending = try await RawConnection.run(port: drydock.port, sending: request) { connection in
                await connection.readToEnding()
            }
            #expect(ending.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            let journal = try await drydock.get("/_drydock/requests")
            #expect(journal["requests"]?.array?.isEmpty == true)
        }
    }
}
