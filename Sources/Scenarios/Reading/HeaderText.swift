/// What HTTP allows in a header (RFC 9110 5.1, 5.5).
enum HeaderText {
    /// The headers that tell where a body ends: whoever writes the body writes them.
    static let framing: Set<String> = ["content-length", "transfer-encoding", "connection"]

    /// Whether the text is a token.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether the text has no control characters but tabs, and no blanks about it.
    static func isValue(_ text: String) -> Bool {
        let bytes = text.utf8
        let blanks: [UInt8?] = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        guard !blanks.contains(bytes.first), !blanks.contains(bytes.last) else { return false }
        return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
    }
}
