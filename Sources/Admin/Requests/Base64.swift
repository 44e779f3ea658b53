/// RFC 4648, section 4, with padding. Ours, because the standard library has none and Foundation stays out.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var group: [UInt8] = []
        for byte in bytes {
            group.append(byte)
            if group.count == 3 {
                append(group, to: &text)
                group.removeAll(keepingCapacity: true)
            }
        }
        if !group.isEmpty { append(group, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ group: [UInt8], to text: inout [UInt8]) {
        var bits = 0
        for position in 0..<3 { bits = bits << 8 | (position < group.count ? Int(group[position]) : 0) }
        for position in 0..<4 {
            let letter = alphabet[bits >> (18 - 6 * position) & 63]
            text.append(position <= group.count ? letter : UInt8(ascii: "="))
        }
    }
}
