import AsyncHTTPClient
package import Kernel
import NIOCore
import NIOHTTP1

/// A server that probes are sent to: Drydock's own, or the one that is held against it.
package struct CheckedServer: Sendable {
    /// How a key is sent.
    enum KeyUse: Sendable {
        case none
        /// The key that the check was given.
        case own
        /// One that no server takes.
        case refused
    }

    /// The most of a body that is read. The answers that are compared have some kilobytes.
    static let bodyLimit = 1 << 20
    /// Refused by the vendor as unknown, and by Drydock in every scenario (MagicValues.md).
    private static let refusedKey = "sk-invalid-drydock-check"

    /// Where it is, without a slash at the end.
    package let url: String
    /// The API key.
    let key: String
    /// How long one answer may take, in real time: the server knows nothing of a world's clock.
    let patience: TimeSpan

    /// - Parameters:
    ///   - url: where it is; a path is put before those of the operations.
    ///   - key: the API key.
    package init(url: String, key: String, patience: TimeSpan = .seconds(30)) {
        var url = Substring(url)
        while url.last == "/" { url = url.dropLast() }
        self.url = String(url)
        self.key = key
        self.patience = patience
    }

    /// The answer to a request. Throws where there is none that can be read to its end.
    func answer(
        to request: ProbeRequest, through client: HTTPClient, until deadline: NIODeadline
    ) async throws(ServerSilence) -> ServerAnswer {
        let deadline = min(deadline, .now() + .milliseconds(patience.milliseconds))
        let response: HTTPClientResponse
        do {
            response = try await client.execute(message(for: request), deadline: deadline)
        } catch {
            throw ServerSilence(error)
        }
        guard let body = await body(of: response, until: deadline) else { throw ServerSilence.endless }
        return ServerAnswer(status: Int(response.status.code), headers: response.headers, body: body)
    }

    private func message(for request: ProbeRequest) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: url + request.target)
        message.method = HTTPMethod(rawValue: request.method)
        message.headers.add(name: "User-Agent", value: "Drydock (drydock check)")
        message.headers.add(name: "Accept", value: "*/*")
        switch request.key {
        case .none: break
        case .own: message.headers.add(name: "anchor-api-key", value: key)
        case .refused: message.headers.add(name: "anchor-api-key", value: Self.refusedKey)
        }
        if let body = request.body {
            message.headers.add(name: "Content-Type", value: "application/json")
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        return message
    }

    /// Reads what comes until it is too much; nil if it has no end in time, as bodies of the other side may have none.
    private func body(of response: HTTPClientResponse, until deadline: NIODeadline) async -> ServerAnswer.Body? {
        await withTaskGroup(of: ServerAnswer.Body?.self) { group in
            group.addTask { await Self.collect(response) }
            group.addTask {
                try? await Task.sleep(for: .nanoseconds(max(0, (deadline - .now()).nanoseconds)))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private static func collect(_ response: HTTPClientResponse) async -> ServerAnswer.Body {
        var bytes: [UInt8] = []
        do {
            for try await part in response.body {
                guard bytes.count + part.readableBytes <= bodyLimit else {
                    return .broken("is longer than \(bodyLimit >> 20) MiB")
                }
                bytes += part.readableBytesView
            }
            return .whole(bytes)
        } catch {
            return .broken("ends too early")
        }
    }
}

/// An answer as it came.
struct ServerAnswer: Sendable {
    enum Body: Sendable {
        case whole([UInt8])
        /// What is wrong with it, to be read after "the body".
        case broken(String)
    }

    let status: Int
    let headers: HTTPHeaders
    let body: Body

    /// Whether the request was carried out.
    var isGood: Bool { (200..<300).contains(status) }
}

extension HTTPClient.Configuration {
    /// For probes: what an answer says is compared, so nothing is followed, tried again or unpacked.
    static var probing: Self {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(10)
        return configuration
    }
}
