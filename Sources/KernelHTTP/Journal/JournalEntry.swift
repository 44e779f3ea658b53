public import HTTPTypes
public import Kernel
public import NIOCore

/// One exchange as the journal keeps it: what came, what went, and why.
public struct JournalEntry: Sendable {
    /// The request's number in its world, from 1; of one that Drydock sent, the number of the last one that had come before.
    public let number: Int
    /// Who sent the request.
    public let direction: ExchangeDirection
    /// The world's time when it came in, or went out.
    public let receivedAt: Moment
    /// The operation; nil for a request that no vendor has one for.
    public let operation: String?
    /// The rule that acted.
    public let rule: String?
    /// Why the answer is what it is.
    public let reason: Reason?
    /// Method, path, authority and headers.
    public let request: HTTPRequest
    /// The request's body.
    public let requestBody: ByteBuffer
    /// Status and headers.
    public let response: HTTPResponse
    /// The answer's body.
    public let responseBody: ByteBuffer
    /// What became of the connection that the answer should have gone out on; nil if it simply went out.
    public let connection: ConnectionEffect?

    /// The entry of an exchange that ended with `response`.
    public init(
        _ exchange: Exchange, response: HTTPResponse, body: ByteBuffer, reason: Reason?,
        connection: ConnectionEffect? = nil
    ) {
        let notes = exchange.notes
        number = exchange.number
        direction = exchange.direction
        receivedAt = exchange.receivedAt
        operation = notes.operation
        rule = notes.rule
        self.reason = reason
        request = exchange.head
        let sent = notes.keptBody ?? exchange.body
        requestBody = notes.carriesFile ? Self.shortened(sent) : sent
        self.response = response
        responseBody = notes.carriesFile ? Self.shortened(body) : body
        self.connection = connection
    }

    /// How many bytes of a file are kept: one large file would push out everything else.
    private static let longestFile = 64 << 10

    private static func shortened(_ body: ByteBuffer) -> ByteBuffer {
        guard body.readableBytes > longestFile else { return body }
        return ByteBuffer(string: "[\(body.readableBytes) bytes of a file, which the journal does not keep]")
    }
}

extension JournalEntry {
    /// What the entry takes of the journal's budget.
    public var cost: Int { PackedEntry.cost(of: self) }

    /// The whole URL of the request, as far as it is known.
    public var url: String {
        let target = request.path ?? ""
        // The path is a whole URL if a client takes us for a proxy.
        guard !target.contains("://") || target.hasPrefix("/") else { return target }
        return "\(request.scheme ?? "http")://\(request.authority ?? "localhost")\(target)"
    }
}

/// The exchanges that a journal had when it was asked, oldest first. Each is unpacked when it is looked at.
public struct JournalEntries: RandomAccessCollection, Sendable {
    private let packed: [PackedEntry]

    init(_ packed: [PackedEntry]) {
        self.packed = packed
    }

    /// The place of the oldest one.
    public var startIndex: Int { packed.startIndex }

    /// The place behind the newest one.
    public var endIndex: Int { packed.endIndex }

    /// The exchange at this place.
    public subscript(position: Int) -> JournalEntry { packed[position].entry }

    /// Those that `accepts` lets through. They stay packed: a whole journal takes several times its room as values.
    public func filter(_ accepts: (JournalEntry) throws -> Bool) rethrows -> JournalEntries {
        JournalEntries(try packed.filter { try accepts($0.entry) })
    }
}
