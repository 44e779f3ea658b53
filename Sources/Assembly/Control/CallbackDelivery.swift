import Admin
import Anchor
import AsyncHTTPClient
import Kernel
import Logging
import NIOCore
import NIOHTTP1

/// Calls the customer's callback as a browser would be sent there.
struct CallbackDelivery: Sendable {
    /// What the callback answered, or why it did not.
    enum Outcome: Sendable, Equatable {
        /// It answered with this status; `reason` says so where the answer had no end within its bounds.
        case answered(status: Int, reason: Reason? = nil)
        /// There is no answer, or not even the beginning of one.
        case failed(Reason)
    }

    /// How much of an answer is read: it is for a browser, and only its end matters, for which the connection is kept so long.
    private static let bodyLimit = 1 << 20

    private static let timeouts: [HTTPClientError] = [
        .deadlineExceeded, .connectTimeout, .readTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
    ]

    let client: HTTPClient
    /// How long a call may take, from the connection to the last byte of the answer. Of real time: the customer's server is a
    /// peer outside the world and knows nothing of its clock.
    let timeout: TimeSpan

    func call(_ url: String) async -> Outcome {
        let deadline = NIODeadline.now() + .milliseconds(timeout.milliseconds)
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "Drydock")
        request.headers.add(name: OwnRequest.header, value: OwnRequest.callback)
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, deadline: deadline)
        } catch let error as HTTPClientError where Self.timeouts.contains(error) {
            return .failed(Reason(ControlReason.deliveryTimedOut, "No answer within \(timeout)."))
        } catch {
            return .failed(Reason(ControlReason.deliveryFailed, String(describing: error)))
        }
        if OwnRequest.isRefusal(response) { return .failed(OwnRequest.reason) }
        return .answered(status: Int(response.status.code), reason: await fault(in: response, deadline: deadline))
    }

    /// Reads the answer to its end; returns why it has none. The client's own deadline ends with the head of an answer.
    private func fault(in response: HTTPClientResponse, deadline: NIODeadline) async -> Reason? {
        await withTaskGroup(of: Reason?.self) { group in
            group.addTask { await Self.drain(response) }
            group.addTask { [timeout] in
                try? await Task.sleep(for: .nanoseconds((deadline - .now()).nanoseconds))
                return Reason(ControlReason.deliveryTimedOut, "The answer had no end within \(timeout).")
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private static func drain(_ response: HTTPClientResponse) async -> Reason? {
        var count = 0
        do {
            for try await part in response.body {
                count += part.readableBytes
                guard count <= bodyLimit else {
                    return Reason(
                        ControlReason.deliveryTooLarge,
                        "The answer has more than \(bodyLimit) bytes; the rest was not read.")
                }
            }
            return nil
        } catch {
            return Reason(ControlReason.deliveryFailed, "The answer broke off: \(error)")
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
        case .answered(let status, nil): ["status": .integer(Int64(status))]
        case .answered(let status, let reason?):
            ["status": .integer(Int64(status)), "error": .string(reason.detail), "reason": reason.json]
        case .failed(let reason): ["error": .string(reason.detail), "reason": reason.json]
        }
    }
}
