import AsyncHTTPClient
import ServiceLifecycle

/// Closes the outgoing connections when everything else has stopped.
struct HTTPClientService: Service, CustomStringConvertible {
    private let client: HTTPClient

    init(_ client: HTTPClient) {
        self.client = client
    }

    var description: String { "http client" }

    func run() async throws {
        try? await gracefulShutdown()
        try await client.shutdown()
    }
}
