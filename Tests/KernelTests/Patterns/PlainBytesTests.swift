import Kernel
import Testing

@Suite("Bytes of texts where they lie")
struct PlainBytesTests {
    private static let texts = [
        "", "a", "@", "key@world", "a@b@c", "äöü@é", "😀", String(repeating: "x", count: 40) + "@" + "ö",
        "/path?query=@", "localhost:4010", "loc",
    ]

    @Test("a byte is found where the standard library finds it, in a text and in a part of one", arguments: texts)
    func finds(text: String) {
        for text in [text[...], text.dropFirst(), text.dropLast(2)] {
            for byte in [UInt8(ascii: "@"), UInt8(ascii: "a"), UInt8(ascii: "?"), 0xC3] {
                #expect(text.utf8.firstIndex(ofByte: byte) == text.utf8.firstIndex(of: byte))
                #expect(text.utf8.lastIndex(ofByte: byte) == text.utf8.lastIndex(of: byte))
                #expect(text.utf8.contains(byte: byte) == text.utf8.contains(byte))
                #expect(String(text).utf8.contains(byte: byte) == text.utf8.contains(byte))
            }
        }
    }

    @Test("a text begins as the standard library says", arguments: texts)
    func begins(text: String) {
        for prefix in ["" as StaticString, "a", "localhost:", "key", "äö"] {
            let (rest, bytes) = (text.dropFirst(), prefix.description.utf8)
            #expect(text.utf8.starts(with: prefix) == text.utf8.starts(with: bytes))
            #expect(rest.utf8.starts(with: prefix) == rest.utf8.starts(with: bytes))
        }
    }
}
