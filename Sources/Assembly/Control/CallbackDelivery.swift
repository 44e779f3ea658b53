import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

/// Calls the customer's callback as a browser would be sent there.
struct CallbackDelivery: Sendable {
    /// What the callback answered, or why it could not be called.
    enum Outcome: Sendable {
        case answered(status: Int)
        case failed(String)
    }

    let client: HTTPClient

    func call(_ url: String) async -> Outcome {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "Drydock")
        do {
            let response = try await client.execute(request, timeout: .seconds(10))
            // The customer's answer is for a browser; reading it to a bound lets the connection go cleanly.
            _ = try? await response.body.collect(upTo: 1 << 20)
            return .answered(status: Int(response.status.code))
        } catch {
            return .failed(String(describing: error))
        }
    }
}
