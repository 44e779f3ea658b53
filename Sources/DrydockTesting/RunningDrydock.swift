import AsyncHTTPClient
package import Kernel
import NIOCore
import NIOHTTP1

/// A Drydock that serves while a test runs, with a client for it.
public struct RunningDrydock: Sendable {
    /// The port on 127.0.0.1.
    public let port: Int

    /// For example `http://127.0.0.1:41234`: what the vendor's SDK is pointed at.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Sends a GET.
    public func get(_ path: String, key: String = "sk-test") async throws -> Answer {
        try await send("GET", path, key: key)
    }

    /// Sends a POST with a JSON body.
    public func post(_ path: String, _ body: String = "", key: String = "sk-test") async throws -> Answer {
        try await send("POST", path, body: body, key: key)
    }

    /// Sends any request.
    ///
    /// - Parameters:
    ///   - body: the body, sent as `contentType` unless it is empty.
    ///   - key: Anchor's API key, sent unless it is empty; `sk-test@NAME` means the world NAME.
    ///   - headers: further headers.
    public func send(
        _ method: String, _ path: String, body: String = "", contentType: String = "application/json",
        key: String = "sk-test", headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        if !key.isEmpty { request.headers.add(name: "anchor-api-key", value: key) }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if !body.isEmpty {
            request.headers.replaceOrAdd(name: "Content-Type", value: contentType)
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(120))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers.map { Answer.Header(name: $0.name, value: $0.value) },
            text: String(buffer: bytes))
    }

    /// Follows no redirect: tests look at where a callback leads.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        // Tests send hundreds of requests at once, on machines that are busy with other things.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
        configuration.timeout.connect = .seconds(120)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}

/// What Drydock answered.
public struct Answer: Sendable {
    /// One header of the answer.
    public struct Header: Sendable, Hashable {
        /// The name as it was sent.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The status code.
    public let status: Int
    /// The headers in order.
    public let headers: [Header]
    /// The body as text.
    public let text: String

    /// The first header of this name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; `null` if it is not JSON.
    package var json: JSONValue { (try? JSONParser.parse(text)) ?? .null }

    /// A value of the JSON body by its dotted path.
    package subscript(path: String) -> JSONValue? { json[path: path] }
}
