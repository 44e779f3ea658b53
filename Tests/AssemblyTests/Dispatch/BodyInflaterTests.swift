import KernelHTTP
import NIOCore
import Testing

@testable import Assembly

@Suite("Content codings of bodies")
struct BodyInflaterTests {
    private static let text = #"{"source":"https://a.test","name":""# + String(repeating: "ab", count: 50) + #""}"#
    private static let gzip = bytes(
        "1f8b08080100000002ff782e6a736f6e00ab562ace2f2d4a4e55b252ca28292928b6d2d74fd42b492d2e51d251ca4bcc0589"
            + "2726d11e2ad502006912552989000000")
    private static let zlib = bytes(
        "789cab562ace2f2d4a4e55b252ca28292928b6d2d74fd42b492d2e51d251ca4bcc05892726d11e2ad502002d82320b")

    @Test(
        "every wrapper and kind of block is undone",
        arguments: [
            (gzip, ContentCoding.gzip, text), (zlib, .deflate, text),
            (
                // A block that is not compressed.
                bytes(
                    "7801010600f9ff73746f726564093c0292"),
                .deflate, "stored"
            ),
        ] as [(ArraySlice<UInt8>, ContentCoding, String)])
    func inflates(body: ArraySlice<UInt8>, coding: ContentCoding, text: String) throws {
        #expect(try Self.inflate(Array(body), coding) == text)
    }

    @Test(
        "a body that ends too early is told from one that is wrong",
        arguments: [(gzip, ContentCoding.gzip), (zlib, .deflate)])
    func refuses(body: ArraySlice<UInt8>, coding: ContentCoding) {
        for end in 1..<body.count {
            #expect(throws: InflateFailure.truncated, "\(end)") { try Self.inflate(Array(body.prefix(end)), coding) }
        }
        for position in [0, body.count - 1] {
            var wrong = Array(body)
            wrong[position] ^= 0x55
            #expect(throws: InflateFailure.garbled, "\(position)") { try Self.inflate(wrong, coding) }
        }
        #expect(throws: InflateFailure.garbled) { try Self.inflate(Array(body) + [1], .deflate) }
    }

    @Test("no more comes out than may")
    func limits() throws {
        #expect(throws: InflateFailure.tooLarge) {
            try Self.inflate(Array(Self.gzip), .gzip, limit: Self.text.utf8.count - 1)
        }
        #expect(try Self.inflate(Array(Self.gzip), .gzip, limit: Self.text.utf8.count) == Self.text)
    }

    private static func inflate(_ body: [UInt8], _ coding: ContentCoding, limit: Int = 1 << 20) throws -> String {
        String(buffer: try BodyInflater.inflate(ByteBuffer(bytes: body), coding, limit: limit) { _ in true })
    }

    private static func bytes(_ digits: String) -> ArraySlice<UInt8> {
        let nibbles = digits.map { UInt8($0.hexDigitValue ?? 0) }
        return ArraySlice(stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] })
    }
}
