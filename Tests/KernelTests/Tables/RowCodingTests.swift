import Kernel
import Testing

@Suite("Rows as bytes")
struct RowCodingTests {
    private static let texts: [String] =
        ["", "8f14e45f-ceea-467f-9a0c-1b2d3e4f5a6b", "äö😀", "a/b", "a\"b", "a\\b", "\u{7f}\u{2028}\u{e000}", "<&>'"]
        + (UInt8(0)..<0x20).map { "x\(Character(Unicode.Scalar($0)))y" }

    @Test("a key has the bytes that the encoder would give it, and is read back", arguments: texts)
    func keys(text: String) throws {
        let bytes = try RowCoding.bytes(text)
        #expect(try RowCoding.bytes([text]) == Array("[".utf8) + bytes + Array("]".utf8))
        #expect(try RowCoding.value(bytes, as: String.self) == text)
    }
}
