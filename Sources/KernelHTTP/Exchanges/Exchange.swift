public import HTTPTypes
public import Kernel
public import NIOCore
import Synchronization

/// Who sent the request of an exchange.
public enum ExchangeDirection: String, Codable, Sendable, CaseIterable {
    /// A client did.
    case incoming
    /// Drydock did.
    case outgoing
}

/// One request on its way through a world, and what is learned about it on that way.
public final class Exchange: Sendable {
    /// What the journal will say besides request and answer.
    public struct Notes: Sendable {
        /// The operation that the request reached; nil if it reached none.
        public var operation: String?
        /// The rule that acted.
        public var rule: String?
        /// Whether request or answer have the content of a file, of which the journal keeps no long one.
        public var carriesFile = false
        /// What the journal keeps in place of the request's body; nil for the body itself.
        public var keptBody: ByteBuffer?
    }

    /// Who sent the request.
    public let direction: ExchangeDirection
    /// The request's number in its world, from 1. Where Drydock sent it, that of the last one that had come before.
    public let number: Int
    /// The world's time when the request came in. Everything that it does happens at this time.
    public let receivedAt: Moment
    /// Method, path, authority and headers as the client wrote them.
    public let head: HTTPRequest
    /// The path without the query.
    public let path: Substring
    /// The query as it came, without the question mark; nil if there is none.
    private let queryText: Substring?
    /// The whole body.
    public let body: ByteBuffer
    /// Where the client reached us.
    public let origin: Origin
    /// Tells when the client has hung up; nil if nobody knows.
    public let client: (any ClientWatch)?
    private let shared = Mutex(Notes())
    /// The permit that the exchange has after a delay.
    private let permit = Mutex<WakePermit?>(nil)
    /// The query once somebody has asked for it: rules may ask often, and it may be long.
    private let parsedQuery = Mutex<NamedValues?>(nil)

    /// A request that has just come in, or is about to go out.
    public init(
        _ direction: ExchangeDirection = .incoming, number: Int, receivedAt: Moment, head: HTTPRequest,
        body: ByteBuffer, origin: Origin,
        client: (any ClientWatch)? = nil
    ) {
        self.direction = direction
        self.number = number
        self.receivedAt = receivedAt
        self.head = head
        self.body = body
        self.origin = origin
        self.client = client
        let target = head.path ?? "/"
        let mark = target.utf8.firstIndex(ofByte: UInt8(ascii: "?"))
        path = target[..<(mark ?? target.endIndex)]
        queryText = mark.map { target[$0...].dropFirst() }
    }

    /// What was noted so far.
    public var notes: Notes { shared.withLock { $0 } }

    /// Notes the operation that the request reached.
    public func note(operation: String) { shared.withLock { $0.operation = operation } }

    /// Notes that request or answer have the content of a file.
    public func noteFile() { shared.withLock { $0.carriesFile = true } }

    /// Notes what the journal keeps in place of the request's body: there are secrets in it that only the operation knows.
    public func note(keptBody: ByteBuffer) { shared.withLock { $0.keptBody = keptBody } }

    /// Notes the rule that acted.
    public func note(rule: String) { shared.withLock { $0.rule = rule } }

    /// The query, decoded.
    public var query: NamedValues {
        guard let queryText else { return NamedValues() }
        return parsedQuery.withLock { parsed in
            if let parsed { return parsed }
            let query = NamedValues(urlEncoded: queryText)
            parsed = query
            return query
        }
    }

    /// Why nothing reads the request's fields; nil if they are as many as are read. An ordinary request costs no look.
    public var fieldRefusal: RoutingRefusal? {
        if let queryText, NamedValues.areTooMany(inURLEncoded: queryText.utf8) { return .tooManyFields(of: "query") }
        guard body.readableBytes > NamedValues.most, isForm,
            NamedValues.areTooMany(inURLEncoded: body.readableBytesView)
        else { return nil }
        return .tooManyFields(of: "form")
    }

    private var isForm: Bool {
        head.headerFields[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
    }

    /// The cookies, decoded; parsed anew at each call.
    public var cookies: NamedValues {
        NamedValues(head.headerFields[values: .cookie].flatMap { NamedValues(cookies: $0).pairs })
    }

    /// The host that the client wrote, without port, in lower case; not the one of `--public-url`, which names no environment.
    public var calledHost: String { Origin(scheme: "http", authority: head.authority ?? "").host }

    /// The header of this name, whatever its case; `host` is the authority.
    public func header(_ name: String) -> String? {
        if name.lowercased() == "host" { return head.authority }
        return HTTPField.Name(name).flatMap { head.headerFields[$0] }
    }

    // MARK: Waiting

    /// Returns when the world's time has come to `deadline`. Until the exchange is over, or waits again, the clock wakes
    /// nobody whose deadline is later.
    public func wait(until deadline: Moment, on clock: WorldClock) async throws(CancellationError) {
        releasePermit()
        let next = try await clock.sleep(
            until: WakeUp(
                at: deadline, request: direction == .incoming ? number : nil, operation: notes.operation))
        permit.withLock { $0 = next }
    }

    /// Lets the clock wake the next one. Nothing of the exchange changes the world from here on.
    public func releasePermit() {
        let permit = permit.withLock { permit in
            defer { permit = nil }
            return permit
        }
        permit?.end()
    }
}

/// Lets whoever keeps a client waiting know that the client does not wait any longer.
public protocol ClientWatch: Sendable {
    /// Returns when the client has hung up; also when the task is cancelled.
    func untilGone() async
}
