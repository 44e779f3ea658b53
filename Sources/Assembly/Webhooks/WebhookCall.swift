import Admin
import AsyncHTTPClient
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import NIOHTTP1
import NIOPosix

/// Calls a customer's receiver, and reads of its answer what the journal keeps.
struct WebhookCall: Sendable {
    /// How much of an answer's body is kept: only the status matters.
    private static let bodyLimit = 16 << 10

    /// What became of a call.
    private enum Outcome: Sendable {
        case answered(Reply)
        case failed(Reason)
    }

    /// Must not follow redirects.
    let client: HTTPClient
    /// How long the receiver may take, of real time: it is a peer outside of the world and knows nothing of its clock.
    let timeout: TimeSpan

    /// The answer, or what stands for it.
    func callAsFunction(_ request: HTTPClientRequest) async -> Reply {
        let deadline = NIODeadline.now() + .milliseconds(timeout.milliseconds)
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, deadline: deadline)
        } catch {
            return .unanswered(reason(error))
        }
        if OwnRequest.isRefusal(response) { return .unanswered(OwnRequest.reason) }
        var reply = Reply(
            HTTPResponse.Status(code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase),
            body: await body(of: response, until: deadline))
        for (name, value) in response.headers {
            guard let name = HTTPField.Name(name) else { continue }
            reply.headers.append(HTTPField(name: name, value: value))
        }
        if (300...399).contains(reply.status.code) {
            reply.reason = Reason(
                WebhookDeliveryReason.redirected,
                "The receiver answered \(reply.status.code); redirects are not followed.")
        }
        return reply
    }

    private func reason(_ error: any Error) -> Reason {
        switch error as? HTTPClientError {
        case .deadlineExceeded, .readTimeout:
            return Reason(WebhookDeliveryReason.timedOut, "No answer within \(timeout).")
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            return Reason(WebhookDeliveryReason.unreachable, "No connection came about in time.")
        default: break
        }
        if let problem = Self.problem(connecting: error) {
            return Reason(WebhookDeliveryReason.unreachable, "No connection: \(problem)")
        }
        return Reason(WebhookDeliveryReason.noAnswer, "The connection ended without an answer: \(error)")
    }

    /// Why there was no connection; nil if there was one.
    private static func problem(connecting error: any Error) -> String? {
        switch error {
        // Of a name with several addresses, the last says as much as any.
        case let error as NIOConnectionError: "\(error.connectionErrors.last?.error ?? error)"
        case let error as IOError where error.errnoCode != ECONNRESET && error.errnoCode != EPIPE: "\(error)"
        // Its library is not ours to import.
        case let error where String(reflecting: type(of: error)).hasPrefix("NIOSSL."): "\(error)"
        default: nil
        }
    }

    /// What has come of the body by the deadline, or as much of it as is kept: an answer counts with its status, whether or not it
    /// has an end.
    private func body(of response: HTTPClientResponse, until deadline: NIODeadline) async -> ByteBuffer {
        let (parts, keep) = AsyncStream.makeStream(of: ByteBuffer.self)
        await withTaskGroup { group in
            group.addTask { await Self.read(response, into: keep) }
            group.addTask { try? await Task.sleep(for: .nanoseconds((deadline - .now()).nanoseconds)) }
            await group.next()
            group.cancelAll()
        }
        keep.finish()
        var body = ByteBuffer()
        for await part in parts { body.writeImmutableBuffer(part) }
        return body
    }

    private static func read(_ response: HTTPClientResponse, into keep: AsyncStream<ByteBuffer>.Continuation) async {
        var count = 0
        do {
            for try await part in response.body where part.readableBytes > 0 {
                keep.yield(
                    part.getSlice(at: part.readerIndex, length: min(part.readableBytes, bodyLimit - count)) ?? part)
                count += part.readableBytes
                if count >= bodyLimit { return }
            }
        } catch {
            // The status counts all the same.
        }
    }
}
