import AsyncHTTPClient
import Certificates
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

@testable import Edge

/// Has a certificate for each host but `cut.localhost`, whose clients are cut off.
struct TestTLS: TLSAuthority {
    private let store: AuthorityStore
    /// Whom clients have to trust, PEM.
    let authority: String

    init() throws {
        store = AuthorityStore(TLSSettings())
        authority = try store.authority().certificatePEM
    }

    func greet(_ hello: TLSHello) async -> TLSGreeting {
        guard hello.serverName != "cut.localhost",
            let certificate = try? store.certificate(nil, for: hello.serverName ?? hello.passage?.host),
            let identity = try? TLSIdentity(chain: certificate.chainPEM, key: certificate.keyPEM)
        else { return .cut }
        return .identity(identity)
    }

    /// Runs the body with a client that trusts the authority.
    func withClient(
        speaks protocols: ClientProtocols, proxyPort: Int? = nil,
        _ body: (HTTPClient) async throws -> Void
    ) async throws {
        var configuration = HTTPClient.Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
        configuration.tlsConfiguration = tls
        configuration.httpVersion = protocols == .http2 ? .automatic : .http1Only
        configuration.proxy = proxyPort.map { .server(host: "127.0.0.1", port: $0) }
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
        do {
            try await body(client)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }
}

enum ClientProtocols: CaseIterable, Sendable {
    case http1
    case http2

    /// As an answer says which one it came by.
    var version: HTTPVersion { self == .http2 ? .http2 : .http1_1 }
}

extension HTTPClient {
    /// Sends a request to a server on this machine.
    func send(
        _ path: String, by method: HTTPMethod = .GET, to port: Int, host: String = "localhost",
        headers: HTTPHeaders = [:], body: ByteBuffer? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: "https://\(host):\(port)\(path)")
        request.method = method
        request.headers = headers
        if let body { request.body = .bytes(body) }
        return try await execute(request, timeout: .seconds(20))
    }
}

extension HTTPClientResponse {
    /// The whole body.
    var text: String {
        get async throws { String(buffer: try await body.collect(upTo: 64 << 20)) }
    }
}
