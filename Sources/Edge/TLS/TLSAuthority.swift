import NIOCore
import NIOSSL

/// Decides what a client that begins with TLS is shown.
public protocol TLSAuthority: Sendable {
    /// Greets a client that has said hello. May wait; the connection does so meanwhile.
    func greet(_ hello: TLSHello) async -> TLSGreeting
}

/// What is known of a client that wants TLS.
public struct TLSHello: Sendable {
    /// The host that it calls, as its hello names it (SNI), in lower case; nil if it names none.
    public let serverName: String?
    /// What the CONNECT said that it came through; nil if it came without.
    public let passage: Passage?
    /// Who it is.
    public let client: EdgeClient

    /// The host that the client wants to reach: the one of its hello, else that of its CONNECT; nil if neither names one.
    public var host: String? { serverName ?? passage?.host }

    /// A hello of these facts.
    public init(serverName: String?, passage: Passage?, client: EdgeClient) {
        self.serverName = serverName
        self.passage = passage
        self.client = client
    }
}

/// How a client's hello is answered.
public enum TLSGreeting: Sendable {
    /// The handshake goes on with this certificate.
    case identity(TLSIdentity)
    /// The connection is closed without an answer.
    case cut
}

/// A CONNECT that leads to ourselves: what comes through is a connection of its own.
public struct Passage: Sendable, Hashable {
    /// The host that the client wants to reach, in lower case.
    public let host: String
    /// Whom the CONNECT's credentials belong to, in whatever words its authority knows again; nil if it had none.
    public let owner: String?

    /// A passage to this host.
    public init(host: String, owner: String?) {
        self.host = host
        self.owner = owner
    }
}

/// A certificate with its key, ready for handshakes.
public final class TLSIdentity: Sendable {
    let context: NIOSSLContext

    /// - Parameters:
    ///   - chain: PEM, the server's own certificate first.
    ///   - key: its private key, PEM.
    ///
    /// Throws what BoringSSL says of either, or that they do not belong together.
    public init(chain: String, key: String) throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(chain.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = [Self.http2, "http/1.1"]
        configuration.shutdownTimeout = Self.goodbye
        context = try NIOSSLContext(configuration: configuration)
    }

    /// The name of HTTP/2 in a handshake (RFC 9113, 3.2).
    static let http2 = "h2"
    /// How long a client may take to say goodbye before its connection is closed all the same. Ours.
    private static let goodbye = TimeAmount.seconds(1)
}
