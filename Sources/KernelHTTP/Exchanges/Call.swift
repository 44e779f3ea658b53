import HTTPTypes
public import Kernel
import NIOCore

/// What a handler gets: the exchange, the vendor's state in its world, and the path's parameters.
public struct Call<Store: Sendable>: Sendable {
    /// The request.
    public let exchange: Exchange
    /// The vendor's state in the request's world.
    public let store: Store
    /// The path's parameters, decoded.
    public let parameters: NamedValues
    /// The world's clock, for whoever waits.
    public let clock: WorldClock

    /// A call of these parts.
    public init(exchange: Exchange, store: Store, parameters: NamedValues, clock: WorldClock) {
        self.exchange = exchange
        self.store = store
        self.parameters = parameters
        self.clock = clock
    }

    /// The world's time of the request.
    public var now: Moment { exchange.receivedAt }

    /// The path parameter of this name; empty if the route has none.
    public func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The body's members. A body that is empty or missing counts as `{}`, as the vendor's SDKs send none at times.
    ///
    /// Throws `JSONComplaint` for a text that is not JSON, `FieldComplaint` for JSON that is not an object.
    public func fields(reading: FieldReading = .strict) throws -> Fields {
        let bytes = exchange.body.readableBytesView
        guard !bytes.isEmpty else { return Fields(JSONObject(), reading: reading) }
        let value = try JSONParser.parse(bytes)
        if case .object(let object) = value { return Fields(object, reading: reading) }
        if reading == .lenient || value == .null { return Fields(JSONObject(), reading: reading) }
        throw FieldComplaint(field: "", problem: "must be a JSON object, not \(value.kind)")
    }

    /// The body as a form's fields.
    public var form: NamedValues { NamedValues(urlEncoded: String(buffer: exchange.body)) }
}

/// What every transition gets besides its own arguments: the choices that hold in its world, and the world's time.
public struct Turn<Policies: Sendable>: Sendable {
    /// The choices.
    public let policies: Policies
    /// The time, read once for each request.
    public let now: Moment

    /// A turn with these.
    public init(policies: Policies, now: Moment) {
        self.policies = policies
        self.now = now
    }
}

// MARK: - What rules look at

/// A request as rules look at it, wherever it leads.
public protocol ExchangeSubject: RuleSubject {
    /// The request.
    var exchange: Exchange { get }
}

extension ExchangeSubject {
    /// The HTTP method.
    public var method: String { exchange.head.method.rawValue }

    /// The path without the query.
    public var urlPath: String { String(exchange.path) }

    /// The header of this name, whatever its case.
    public func header(_ name: String) -> String? { exchange.header(name) }

    /// The first query parameter of this name.
    public func query(_ name: String) -> String? { exchange.query[name] }

    /// The body as JSON.
    public var bodyValue: JSONValue? { try? JSONParser.parse(exchange.body.readableBytesView) }
}

extension Call: ExchangeSubject {
    /// The path parameter of this name.
    public func pathParameter(_ name: String) -> String? { parameters[name] }
}

/// A request that reached no operation.
public struct UnroutedRequest: ExchangeSubject {
    /// The request.
    public let exchange: Exchange

    /// The request of this exchange.
    public init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// No operation, so its path has no parameters.
    public func pathParameter(_ name: String) -> String? { nil }
}
