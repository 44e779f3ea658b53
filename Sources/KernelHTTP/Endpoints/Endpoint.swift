public import HTTPTypes

/// One operation: the name that rules, journal and coverage know it by, and where it is served.
///
/// Its words are said here once; the OpenAPI descriptions in `Fixtures/openapi` repeat them letter for letter, held by a test.
public struct Endpoint: Sendable, Hashable {
    /// For example `anchor.createIdentityToken`.
    public let name: String
    /// The HTTP method.
    public let method: HTTPRequest.Method
    /// The path, with `{name}` for each parameter.
    public let path: String
    /// What it does, in one line.
    public let summary: String
    /// How far Drydock goes with it.
    public let coverage: Coverage
    /// Where the knowledge of it comes from.
    public let provenance: Provenance
    /// What Drydock chose where the vendor is silent; empty if there was nothing to choose.
    public let choice: String
    /// For an older form of another operation: method and path of the current one, for example `POST /v1/sessions`.
    public let successor: String?

    /// Whether it is reached only by a GET that offers a WebSocket.
    public let isWebSocket: Bool

    /// The most bytes that its body may have, where that is more than any body may.
    public let bodyLimit: Int?

    /// Method and path, as tables have them.
    public var place: String { "\(method.rawValue) \(path)\(isWebSocket ? " (WebSocket)" : "")" }

    /// The names of the path's parameters, in order.
    public var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map {
            String($0.dropFirst().dropLast())
        }
    }

    /// Declares an operation.
    public init(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String,
        coverage: Coverage = .simulated, provenance: Provenance = .documented, choice: String = "",
        successor: String? = nil, isWebSocket: Bool = false, bodyLimit: Int? = nil
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.summary = summary
        self.coverage = coverage
        self.provenance = provenance
        self.choice = choice
        self.successor = successor
        self.isWebSocket = isWebSocket
        self.bodyLimit = bodyLimit
    }
}

/// How far Drydock goes with an operation.
public enum Coverage: String, Sendable, CaseIterable {
    /// State machine, every documented error.
    case simulated
    /// An answer of the right shape with nothing behind it.
    case canned
}

/// Where the knowledge of an operation comes from.
public enum Provenance: String, Sendable, CaseIterable {
    /// The vendor publishes it.
    case documented
    /// Seen in public clients, never published by the vendor.
    case undocumented
    /// Drydock's own.
    case ours
}
