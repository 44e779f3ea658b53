import Anchor
import AsyncHTTPClient
import Kernel
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

extension CallbackDelivery {
    /// Calls as often as the world's policy says: one call after the other, or both at once.
    func call(_ url: String, _ times: AnchorPolicies.CallbackDelivery) async -> [Outcome] {
        switch times {
        case .once: return [await call(url)]
        case .twice:
            let first = await call(url)
            return [first, await call(url)]
        case .twiceAtOnce:
            async let first = call(url)
            async let second = call(url)
            return await [first, second]
        }
    }
}

extension CallbackDelivery.Outcome {
    /// `delivery` in an answer of the control plane.
    var json: JSONValue {
        switch self {
        case .answered(let status): ["status": .integer(Int64(status))]
        case .failed(let problem): ["error": .string(problem)]
        }
    }
}
