package import HTTPTypes

/// One operation: the name that rules, journal and coverage know it by, and where it is served.
///
/// Its words are said here once; the OpenAPI descriptions in `Fixtures/openapi` repeat them letter for letter, held by a test.
package struct Endpoint: Sendable, Hashable {
    /// For example `anchor.createIdentityToken`.
    package let name: String
    /// The HTTP method.
    package let method: HTTPRequest.Method
    /// The path, with `{name}` for each parameter.
    package let path: String
    /// What it does, in one line.
    package let summary: String
    /// How far Drydock goes with it.
    package let coverage: Coverage
    /// Where the knowledge of it comes from.
    package let provenance: Provenance
    /// What Drydock chose where the vendor is silent; empty if there was nothing to choose.
    package let choice: String
    /// For an older form of another operation: method and path of the current one, for example `POST /v1/sessions`.
    package let successor: String?

    /// Whether it is reached only by a GET that offers a WebSocket.
    package let isWebSocket: Bool

    /// The most bytes that its body may have, where that is more than any body may.
    package let bodyLimit: Int?

    /// Method and path, as tables have them.
    package var place: String { "\(method.rawValue) \(path)\(isWebSocket ? " (WebSocket)" : "")" }

    /// The names of the path's parameters, in order.
    package var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map {
            String($0.dropFirst().dropLast())
        }
    }

    /// Declares an operation.
    package init(
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
package enum Coverage: String, Sendable, CaseIterable {
    /// State machine, every documented error.
    case simulated
    /// An answer of the right shape with nothing behind it.
    case canned
}

/// Where the knowledge of an operation comes from.
package enum Provenance: String, Sendable, CaseIterable {
    /// The vendor publishes it.
    case documented
    /// Seen in public clients, never published by the vendor.
    case undocumented
    /// Drydock's own.
    case ours
}
