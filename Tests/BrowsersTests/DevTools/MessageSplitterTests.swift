import NIOCore
import Testing

@testable import Browsers

struct MessageSplitterTests {
    /// What comes of bytes that arrive in parts of `size`.
    private static func messages(in bytes: [UInt8], by size: Int, limit: Int = 100) throws -> [[UInt8]] {
        var splitter = MessageSplitter(limit: limit)
        var buffer = ByteBuffer()
        var messages: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            buffer.writeBytes(bytes[start..<min(start + size, bytes.count)])
            while let message = try splitter.decode(buffer: &buffer) {
                messages.append(Array(message.readableBytesView))
            }
        }
        return messages
    }

    @Test("Messages end at zero bytes, however they arrive", arguments: 1...9)
    func parts(size: Int) throws {
        let bytes: [UInt8] = [1, 2, 0, 0, 3, 0, 4, 5, 6]
        #expect(try Self.messages(in: bytes, by: size) == [[1, 2], [], [3]])
    }

    @Test("A message without an end is not waited for", arguments: [1, 50, 300])
    func tooLong(size: Int) {
        let bytes = [UInt8](repeating: 1, count: 300)
        #expect(throws: MessageSplitter.TooLong.self) { try Self.messages(in: bytes, by: size) }
        #expect(throws: MessageSplitter.TooLong.self) { try Self.messages(in: bytes + [0], by: size) }
    }
}
