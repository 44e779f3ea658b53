import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Asks a server on this machine whether it serves.
package struct Healthcheck: Sendable {
    private let port: Int

    /// A check of the server on `port` of 127.0.0.1.
    package init(port: Int) {
        self.port = port
    }

    /// What is wrong, in one line; nil where the server serves.
    package func complaint() async -> String? {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let complaint = await complaint(through: client)
        try? await client.shutdown()
        return complaint
    }

    private func complaint(through client: HTTPClient) async -> String? {
        do {
            let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/_drydock/health")
            let response = try await client.execute(request, timeout: .seconds(2))
            return response.status == .ok ? nil : "the server on port \(port) answers \(response.status.code)"
        } catch {
            return "no server answers on port \(port)"
        }
    }
}
