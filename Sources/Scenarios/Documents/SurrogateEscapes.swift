/// JSON writes a character beyond the first plane as two escapes, `\ud83d\ude00`; YAML, as which it is read here, has one
/// escape per character and refuses halves.
enum SurrogateEscapes {
    /// The text with each such pair replaced by its character. Lines stay what they are; columns after a pair move.
    static func joined(in text: String) -> String {
        guard text.utf8.first(where: { !blanks.contains($0) }).map(openers.contains) ?? false, hasPair(text) else {
            return text
        }
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte == backslash else {
                bytes.append(byte)
                continue
            }
            if let scalar = pair(after: rest) {
                bytes.append(contentsOf: String(Character(scalar)).utf8)
                rest = rest.dropFirst(11)
            } else {
                // Whatever is escaped belongs to its backslash, and may be one itself.
                bytes.append(byte)
                if let escaped = rest.popFirst() { bytes.append(escaped) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func pair(after text: Substring.UTF8View) -> Unicode.Scalar? {
        guard let high = unit(in: text.prefix(5)), (0xD800...0xDBFF).contains(high) else { return nil }
        let rest = text.dropFirst(5)
        guard rest.first == backslash, let low = unit(in: rest.dropFirst().prefix(5)), (0xDC00...0xDFFF).contains(low)
        else { return nil }
        return Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    }

    /// The number of `uXXXX`.
    private static func unit(in text: Substring.UTF8View) -> UInt32? {
        guard text.first == UInt8(ascii: "u"), text.count == 5 else { return nil }
        return UInt32(Substring(text.dropFirst()), radix: 16)
    }

    private static func hasPair(_ text: String) -> Bool {
        text.contains("\\ud") || text.contains("\\uD")
    }

    private static let backslash = UInt8(ascii: "\\")
    private static let openers: [UInt8] = [UInt8(ascii: "{"), UInt8(ascii: "[")]
    private static let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
}
