public import HTTPTypes
public import NIOCore

/// A long body that is made part by part, each only when the client has taken the one before: so a slow reader costs one part,
/// however long the whole is.
public struct BodyParts: Sendable {
    /// Bodies up to this many bytes are made at once.
    public static let longestWhole = 64 * 1024

    /// Makes each part, in order. Called again it makes the same bytes.
    private let parts: [@Sendable () -> [UInt8]]
    /// How many bytes the parts have together.
    public let length: Int
    /// How many bytes the longest part has.
    public let largest: Int

    fileprivate init(parts: [@Sendable () -> [UInt8]], length: Int, largest: Int) {
        self.parts = parts
        self.length = length
        self.largest = largest
    }

    /// How many parts there are.
    public var count: Int { parts.count }

    /// The bytes of one part.
    public func bytes(at index: Int) -> ByteBuffer { ByteBuffer(bytes: parts[index]()) }

    /// As many parts as make a piece that is worth sending, from this one on; `index` goes on behind them. Nil after the last.
    public func piece(from index: inout Int) -> ByteBuffer? {
        guard index < count else { return nil }
        var piece = ByteBuffer()
        while index < count, piece.readableBytes < Self.longestWhole {
            piece.writeBytes(parts[index]())
            index += 1
        }
        return piece
    }
}

extension Reply {
    /// JSON in which one long array has many elements: whole if it is short, else in parts.
    ///
    /// The length has to be known beforehand, so that a client sees whether an answer is complete: a long one is made twice.
    ///
    /// - Parameters:
    ///   - before: the text up to and with the array's opening bracket.
    ///   - elements: what makes each element, the same bytes whenever it is asked.
    ///   - after: the text from the closing bracket on.
    public static func json(
        _ status: HTTPResponse.Status = .ok, before: String, elements: [@Sendable () -> [UInt8]], after: String
    ) async throws(CancellationError) -> Reply {
        var parts: [@Sendable () -> [UInt8]] = [{ @Sendable in Array(before.utf8) }]
        for (index, element) in elements.enumerated() {
            if index > 0 {
                parts.append({ @Sendable in [UInt8(ascii: ",")] + element() })
            } else {
                parts.append(element)
            }
        }
        parts.append({ @Sendable in Array(after.utf8) })
        var reply = Reply(status, headers: [.contentType: "application/json; charset=utf-8"])
        var start = ByteBuffer()
        var (length, largest, turn) = (0, 0, 0)
        for part in parts {
            let bytes = part()
            length += bytes.count
            largest = max(largest, bytes.count)
            if length <= BodyParts.longestWhole { start.writeBytes(bytes) }
            // Others have their turn now and then; and nobody may be left who waits for the rest.
            turn += bytes.count
            if turn > BodyParts.longestWhole {
                turn = 0
                await Task.yield()
            }
            if Task.isCancelled { throw CancellationError() }
        }
        if length <= BodyParts.longestWhole {
            reply.body = start
        } else {
            reply.parts = BodyParts(parts: parts, length: length, largest: largest)
        }
        return reply
    }
}
