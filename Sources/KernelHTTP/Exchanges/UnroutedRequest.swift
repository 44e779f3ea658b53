import HTTPTypes
package import Kernel
import NIOCore

/// A request that reached no operation, as rules see it.
package struct UnroutedRequest: RuleSubject {
    private let exchange: Exchange

    /// The request of this exchange.
    package init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// The HTTP method.
    package var method: String { exchange.head.method.rawValue }

    /// The path without the query.
    package var urlPath: String { String(exchange.path) }

    /// The body as JSON.
    package var bodyValue: JSONValue? { try? JSONParser.parse(exchange.body.readableBytesView) }

    /// The header of this name, whatever its case.
    package func header(_ name: String) -> String? { exchange.header(name) }

    /// The first query parameter of this name.
    package func query(_ name: String) -> String? { exchange.query[name] }

    /// No path of an operation, no parameters.
    package func pathParameter(_ name: String) -> String? { nil }
}
