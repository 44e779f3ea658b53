import Kernel
import Testing

@Suite("JSONParser")
struct JSONParserTests {
    @Test(
        "valid texts parse and write back",
        arguments: [
            (#"{"b":1,"a":[true,false,null]}"#, #"{"a":[true,false,null],"b":1}"#),
            (" [ 1 , -2.5 , 1e3 ] ", "[1,-2.5,1000]"),
            (#""a\u00e9\n\ud83d\ude00\/""#, "\"aé\\n😀/\""),
            (#"{"a":1,"a":2}"#, #"{"a":2}"#),
            ("123456789012345678901234567890", "1.2345678901234568e+29"),
            (#"{"z":{},"y":[]}"#, #"{"y":[],"z":{}}"#),
        ])
    func valid(text: String, written: String) throws {
        #expect(JSONWriter.text(try JSONParser.parse(text)) == written)
    }

    @Test(
        "what is not JSON is refused with words and a place",
        arguments: [
            ("", "The text is empty at line 1 column 1"),
            ("{\n  \"a\": 1,\n}", "Trailing comma before '}' at line 3 column 1"),
            ("[1,]", "Trailing comma before ']' at line 1 column 4"),
            (#"{"a": $TOKEN}"#, "Expected a value, found '$' at line 1 column 7"),
            (#"{'a': 1}"#, "Expected a member name in double quotes, found ''' at line 1 column 2"),
            (#"{"a" 1}"#, #"Expected ':' after "a", found '1' at line 1 column 6"#),
            ("[1 2]", "Expected ',' or ']', found '2' at line 1 column 4"),
            ("\"a", "Unterminated string at line 1 column 3"),
            ("\"\\x\"", "Unknown escape in a string at line 1 column 4"),
            (#""\ud800""#, "Lone surrogate in a string at line 1 column 8"),
            ("01", "Unexpected '1' after the end of the value at line 1 column 2"),
            ("-", "Expected a digit, found the end at line 1 column 2"),
            ("tru", "Expected a value, found 't' at line 1 column 1"),
            ("1e999", "The number 1e999 is too large at line 1 column 6"),
        ])
    func invalid(text: String, complaint: String) {
        let error = #expect(throws: JSONComplaint.self) { try JSONParser.parse(text) }
        #expect(error?.description == complaint)
    }

    @Test("depth is bounded")
    func depth() throws {
        let allowed = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        _ = try JSONParser.parse(allowed)
        #expect(throws: JSONComplaint.self) { try JSONParser.parse("[\(allowed)]") }
        #expect(throws: JSONComplaint.self) { try JSONParser.parse(String(repeating: "[", count: 1_000_000)) }
    }

    @Test("bytes that are not UTF-8 are refused")
    func notUTF8() {
        #expect(throws: JSONComplaint.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    }

    @Test("every prefix and every one-byte change of a text either parses or is refused, and never crashes")
    func mutations() {
        let text = Array(#"{"a":[1,-2.5e3,"\u00e9\ud83d\ude00",true,null],"b":{"c":""}}"#.utf8)
        var refused = 0
        for end in text.indices where (try? JSONParser.parse(text[..<end])) == nil { refused += 1 }
        #expect(refused == text.count)
        for index in text.indices {
            for byte in UInt8.min...UInt8.max {
                var mutated = text
                mutated[index] = byte
                if let value = try? JSONParser.parse(mutated) {
                    #expect((try? JSONParser.parse(JSONWriter.text(value))) == value)
                }
            }
        }
    }
}
