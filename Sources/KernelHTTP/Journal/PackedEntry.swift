import HTTPTypes
import Kernel
import NIOCore

/// An exchange as the journal keeps it: one block of bytes, which is read again when somebody asks.
///
/// An entry as a value is some twenty objects, which cost more to make, to count and to free than most answers.
struct PackedEntry: Sendable {
    private let bytes: [UInt8]

    /// Packs `entry`. An initialiser would be given a copy of it otherwise.
    init(_ entry: borrowing JournalEntry) {
        // Most exchanges fit into what needs no allocation, so that their length is known after one pass.
        bytes = withUnsafeTemporaryAllocation(byteCount: Self.usualLength, alignment: 1) { scratch in
            var writer = PackedWriter(scratch)
            writer.put(entry)
            let length = writer.length
            if length <= scratch.count { return Array(scratch[..<length]) }
            return Array(unsafeUninitializedCapacity: length) { buffer, count in
                var writer = PackedWriter(UnsafeMutableRawBufferPointer(buffer))
                writer.put(entry)
                count = length
            }
        }
    }

    private static let usualLength = 1024

    /// The entry.
    var entry: JournalEntry {
        bytes.withUnsafeBytes { bytes in
            var reader = PackedReader(bytes)
            return JournalEntry(&reader)
        }
    }

    /// The number of the request, without the rest.
    var number: Int {
        bytes.withUnsafeBytes { bytes in
            var reader = PackedReader(bytes)
            return reader.integer()
        }
    }

    /// Whether a client sent the request, without the rest.
    var isIncoming: Bool {
        bytes.withUnsafeBytes { bytes in
            var reader = PackedReader(bytes)
            _ = reader.integer()
            return reader.direction() == .incoming
        }
    }

    /// Whether it is the client's request of this number.
    func isRequest(_ number: Int) -> Bool { self.number == number && isIncoming }

    /// Whether Drydock sent it between the client's request of this number and the next one.
    func isSent(after number: Int) -> Bool { self.number == number && !isIncoming }

    // MARK: What it takes

    /// What it takes of the journal's budget.
    var cost: Int { Self.cost(ofLength: bytes.count) }

    /// What `entry` will take once it is packed.
    static func cost(of entry: JournalEntry) -> Int {
        var writer = PackedWriter(UnsafeMutableRawBufferPointer(start: nil, count: 0))
        writer.put(entry)
        return cost(ofLength: writer.length)
    }

    private static func cost(ofLength length: Int) -> Int {
        let block = roundedUp(length + objectHeader + blockHeader, to: 16)
        return place + (block < ownPages ? block : roundedUp(block + 16, to: 4096))
    }

    /// What the array has before its bytes, and the system before the array.
    private static let (objectHeader, blockHeader) = (32, 8)
    /// From here on a block has pages of its own.
    private static let ownPages = 128 << 10
    /// Its place in the budget's queue, which grows ahead of what is in it.
    static let place = 64

    private static func roundedUp(_ length: Int, to unit: Int) -> Int { (length + unit - 1) / unit * unit }
}

// MARK: - The form

extension PackedWriter {
    /// An entry, in the order in which `JournalEntry.init` reads it.
    fileprivate mutating func put(_ entry: JournalEntry) {
        put(entry.number)
        put(byte: entry.direction == .incoming ? 0 : 1)
        put(entry.receivedAt.milliseconds)
        put(entry.operation)
        put(entry.rule)
        put(entry.reason?.code)
        if let reason = entry.reason { put(reason.detail) }
        put(entry.connection)
        let request = entry.request
        put(request.method.rawValue)
        put(request.scheme)
        put(request.authority)
        put(request.path)
        put(request.extendedConnectProtocol)
        put(request.headerFields)
        put(entry.requestBody)
        let status = entry.response.status
        put(status.code)
        put(status.reasonPhrase)
        put(entry.response.headerFields)
        put(entry.responseBody)
    }

    private mutating func put(_ fields: HTTPFields) {
        put(fields.count)
        for field in fields {
            put(field.name.rawName)
            put(field.indexingStrategy)
            field.withUnsafeBytesOfValue { put(UnsafeRawBufferPointer($0)) }
        }
    }

    private mutating func put(_ strategy: HTTPField.DynamicTableIndexingStrategy) {
        switch strategy {
        case .prefer: put(byte: 1)
        case .avoid: put(byte: 2)
        case .disallow: put(byte: 3)
        default: put(byte: 0)
        }
    }

    private mutating func put(_ effect: ConnectionEffect?) {
        switch effect {
        case nil: put(byte: 0)
        case .reset: put(byte: 1)
        case .close: put(byte: 2)
        case .garbage: put(byte: 3)
        case .truncate(let length):
            put(byte: 4)
            put(length)
        case .dribble(let length, let pause):
            put(byte: 5)
            put(length)
            put(pause.milliseconds)
        }
    }
}

extension JournalEntry {
    /// The entry that was packed. A property that is added fails to compile here until it is read, and `complete` of the
    /// tests until it is written.
    fileprivate init(_ packed: inout PackedReader) {
        number = packed.integer()
        direction = packed.direction()
        receivedAt = Moment(milliseconds: Int64(packed.integer()))
        operation = packed.text()
        rule = packed.text()
        reason = packed.text().map { Reason(code: $0, detail: packed.text() ?? "") }
        connection = packed.connectionEffect()
        request = packed.request()
        requestBody = packed.body()
        response = packed.response()
        responseBody = packed.body()
    }
}

extension PackedReader {
    fileprivate mutating func direction() -> ExchangeDirection { byte() == 0 ? .incoming : .outgoing }

    fileprivate mutating func request() -> HTTPRequest {
        guard let method = text().flatMap({ HTTPRequest.Method($0) }) else {
            preconditionFailure("a method that was packed is one")
        }
        var request = HTTPRequest(method: method, scheme: text(), authority: text(), path: text())
        if let connectProtocol = text() { request.extendedConnectProtocol = connectProtocol }
        request.headerFields = fields()
        return request
    }

    fileprivate mutating func response() -> HTTPResponse {
        let status = HTTPResponse.Status(code: integer(), reasonPhrase: text() ?? "")
        return HTTPResponse(status: status, headerFields: fields())
    }

    private mutating func fields() -> HTTPFields {
        let count = integer()
        var fields = HTTPFields()
        fields.reserveCapacity(count)
        for _ in 0..<count {
            guard let name = text().flatMap({ HTTPField.Name($0) }) else {
                preconditionFailure("a header's name that was packed is one")
            }
            let strategy = byte()
            var field = HTTPField(name: name, lenientValue: bytes() ?? UnsafeRawBufferPointer(start: nil, count: 0))
            switch strategy {
            case 1: field.indexingStrategy = .prefer
            case 2: field.indexingStrategy = .avoid
            case 3: field.indexingStrategy = .disallow
            default: break
            }
            fields.append(field)
        }
        return fields
    }

    fileprivate mutating func connectionEffect() -> ConnectionEffect? {
        switch byte() {
        case 1: .reset
        case 2: .close
        case 3: .garbage
        case 4: .truncate(after: integer())
        case 5: .dribble(bytes: integer(), every: TimeSpan(milliseconds: Int64(integer())))
        default: nil
        }
    }

    fileprivate mutating func body() -> ByteBuffer {
        bytes().map { $0.isEmpty ? ByteBuffer() : ByteBuffer(bytes: $0) } ?? ByteBuffer()
    }
}
