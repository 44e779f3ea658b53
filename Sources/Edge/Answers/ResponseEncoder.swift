import HTTPTypes
import NIOCore

/// Writes responses as HTTP/1.1 bytes; the reason phrase goes out as the responder chose it.
///
/// NIO's encoder is not used because it puts its own phrase beside every code it knows, frames answers to HEAD as if
/// they had a body, and costs two intermediate representations per response.
struct ResponseEncoder {
    private enum Framing {
        /// As many bytes as the head says.
        case plain
        /// As many bytes as come until the connection is closed.
        case untilClosed
        case chunked
        /// A body must not be written.
        case none
    }

    private var framing = Framing.none

    /// Writes an informational head (1xx), which leaves the framing of the answer to come alone.
    func write(informational response: HTTPResponse, to buffer: inout ByteBuffer) {
        writeStatusLine(response.status, isHTTP10: false, to: &buffer)
        for field in response.headerFields { write(field, to: &buffer) }
        buffer.writeStaticString("\r\n")
    }

    /// Writes a response head.
    /// - Parameter length: the bytes of the body, where they are known and the head may not tell them.
    /// - Returns: whether the connection has to be closed after this answer.
    mutating func write(
        head response: HTTPResponse, length: Int? = nil, terms: ResponseTerms, to buffer: inout ByteBuffer
    ) -> Bool {
        // It is made out of its field at each look.
        let status = response.status
        let forbidsBody = status.code == 204 || status.code == 304
        var hasLength = false
        var saysClose = false

        writeStatusLine(status, isHTTP10: terms.isHTTP10, to: &buffer)
        for field in response.headerFields {
            switch field.name.canonicalName.utf8.count {
            case 14 where field.name == .contentLength:
                guard status.code != 204 else { continue }
                hasLength = true
            case 17 where field.name == .transferEncoding:
                // The framing is decided here, not by the responder.
                continue
            case 10 where field.name == .connection && field.value.lowercased() == "close":
                saysClose = true
            default:
                break
            }
            write(field, to: &buffer)
        }
        if !hasLength, let length, status.code != 204 {
            hasLength = true
            buffer.writeStaticString("Content-Length: ")
            buffer.writeString(String(length))
            buffer.writeStaticString("\r\n")
        }

        framing =
            if terms.omitsBody || forbidsBody { .none } else if hasLength { .plain } else if terms.isHTTP10 {
                .untilClosed
            } else { .chunked }
        if framing == .chunked { buffer.writeStaticString("Transfer-Encoding: chunked\r\n") }
        let closes = terms.closes || saysClose || framing == .untilClosed
        if closes {
            if !saysClose { buffer.writeStaticString("Connection: close\r\n") }
        } else if terms.isHTTP10 {
            buffer.writeStaticString("Connection: keep-alive\r\n")
        }
        buffer.writeStaticString("\r\n")
        return closes
    }

    /// Whether the head that was written last does not tell where the answer ends.
    var isEndOpen: Bool { framing == .chunked || framing == .untilClosed }

    /// Whether the answer has a body as far as its client is concerned.
    var hasBody: Bool { framing != .none }

    /// Whether a piece of body is to be written at all.
    func accepts(_ body: ByteBuffer) -> Bool { hasBody && body.readableBytes > 0 }

    /// What has to stand before a piece of body.
    func writeBodyPrefix(length: Int, to buffer: inout ByteBuffer) {
        guard framing == .chunked else { return }
        buffer.writeString(String(length, radix: 16))
        buffer.writeStaticString("\r\n")
    }

    /// What has to stand behind a piece of body.
    func writeBodySuffix(to buffer: inout ByteBuffer) {
        if framing == .chunked { buffer.writeStaticString("\r\n") }
    }

    /// Ends the answer.
    mutating func writeEnd(to buffer: inout ByteBuffer) {
        if framing == .chunked { buffer.writeStaticString("0\r\n\r\n") }
        framing = .none
    }

    private func writeStatusLine(_ status: HTTPResponse.Status, isHTTP10: Bool, to buffer: inout ByteBuffer) {
        var phrase = status.reasonPhrase
        phrase.withUTF8 { phrase in
            buffer.writeLine(of: Self.statusLineLength + phrase.count) { line in
                line.put(isHTTP10 ? "HTTP/1.0 " : "HTTP/1.1 ")
                line.put(digit: status.code / 100)
                line.put(digit: status.code / 10 % 10)
                line.put(digit: status.code % 10)
                line.put(" ")
                line.put(phrase)
            }
        }
    }

    private static let statusLineLength = "HTTP/1.1 200 \r\n".utf8.count

    private func write(_ field: HTTPField, to buffer: inout ByteBuffer) {
        var name = field.name.rawName
        name.withUTF8 { name in
            // Values need not be UTF-8; their bytes are checked by HTTPField.
            field.withUnsafeBytesOfValue { value in
                buffer.writeLine(of: name.count + value.count + 4) { line in
                    line.put(name)
                    line.put(": ")
                    line.put(value)
                }
            }
        }
    }
}

/// A line of a head while it is written. Room is made once for the whole line.
private struct HeadLine {
    private let room: UnsafeMutableRawBufferPointer
    private(set) var length = 0

    init(_ room: UnsafeMutableRawBufferPointer) {
        self.room = room
    }

    mutating func put(digit: Int) {
        room[length] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        length += 1
    }

    mutating func put(_ text: StaticString) {
        put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        UnsafeMutableRawBufferPointer(rebasing: room[length...]).copyMemory(from: UnsafeRawBufferPointer(bytes))
        length += bytes.count
    }
}

extension ByteBuffer {
    /// Writes a line of at most `length` bytes, its end included, which is put behind what `write` puts.
    fileprivate mutating func writeLine(of length: Int, _ write: (inout HeadLine) -> Void) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: length) { room in
            var line = HeadLine(room)
            write(&line)
            line.put("\r\n")
            return line.length
        }
    }
}

/// How an answer has to go out to suit the request that it answers.
struct ResponseTerms: Hashable {
    /// The client speaks HTTP/1.0.
    var isHTTP10 = false
    /// The request was HEAD.
    var omitsBody = false
    /// The connection ends with this answer.
    var closes = false
}

/// Bytes that are encoded and not yet written, so that a head and a small body, and many small answers, leave in one write.
struct PendingBytes {
    private let allocator = ByteBufferAllocator()
    private var buffer: ByteBuffer?
    /// The memory of what was handed over last; by the time that it is wanted again it has mostly left.
    private var spare: ByteBuffer?

    /// How many bytes there are.
    var count: Int { buffer?.readableBytes ?? 0 }

    /// Adds what the closure writes.
    mutating func append(_ write: (inout ByteBuffer) -> Void) {
        var buffer = takeBuffer()
        write(&buffer)
        self.buffer = buffer
    }

    /// Hands over all bytes; `nil` when there are none.
    mutating func take() -> ByteBuffer? {
        guard let taken = buffer else { return nil }
        buffer = nil
        spare = taken.storageCapacity <= Self.longestSpare ? taken : nil
        return taken
    }

    /// With a second reference left here, writing would copy.
    private mutating func takeBuffer() -> ByteBuffer {
        if let buffer {
            self.buffer = nil
            return buffer
        }
        guard var spare else { return allocator.buffer(capacity: Self.usualResponseLength) }
        self.spare = nil
        // Takes other memory if the bytes have not left yet.
        spare.clear()
        return spare
    }

    /// Bytes set aside for a response at first.
    private static let usualResponseLength = 1024
    /// The most memory that a connection keeps between two answers.
    private static let longestSpare = 2048
}
