import Kernel
import Testing

@Suite("JSONWriter")
struct JSONWriterTests {
    @Test(
        "letters that JSON has no room for are escaped, all others stay",
        arguments: [
            ("", #""""#), ("plain äö😀", "\"plain äö😀\""), ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#),
            ("\u{0}\u{1f}\u{b}", #""\u0000\u001f\u000b""#), ("a\u{8}b", #""a\u0008b""#), ("\u{7f}", "\"\u{7f}\""),
        ])
    func escapes(text: String, written: String) {
        #expect(JSONWriter.text(text) == written)
    }

    @Test("texts of any length are read as they were written, wherever the room for them ends")
    func lengths() throws {
        for length in [0, 1, 15, 16, 500, 511, 512, 513, 1023, 1025, 5000] {
            for letter in ["x", "\"", "ö", "\u{1}"] {
                let text = String(repeating: letter, count: length)
                let value = JSONValue.array([.string(text), .string("end")])
                #expect(try JSONParser.parse(JSONWriter.bytes(value)) == value)
            }
        }
    }

    @Test("an instant is written as it is described", arguments: [0, 1_767_225_600_123, -1, 253_402_300_799_999])
    func moments(milliseconds: Int64) {
        let moment = Moment(milliseconds: milliseconds)
        #expect(JSONWriter.text([moment, moment]) == "[\"\(moment)\",\"\(moment)\"]")
    }
}
