import Kernel

/// Tells whether a text would be JSON but for commas before closing braces and brackets.
enum TrailingComma {
    static func isAlone(in body: some Collection<UInt8>) -> Bool {
        let mended = mend(body)
        guard mended.count < body.count else { return false }
        return (try? JSONParser.parse(mended)) != nil
    }

    /// The text without those commas. A comma waits until what follows it is known.
    private static func mend(_ body: some Collection<UInt8>) -> [UInt8] {
        var mended: [UInt8] = []
        mended.reserveCapacity(body.count)
        var comma: Int?
        var isQuoted = false
        var isEscaped = false
        for byte in body {
            if isQuoted {
                isQuoted = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else {
                switch byte {
                case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
                case UInt8(ascii: ","): comma = mended.count
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if let position = comma { mended.remove(at: position) }
                    comma = nil
                default:
                    comma = nil
                    isQuoted = byte == UInt8(ascii: "\"")
                }
            }
            mended.append(byte)
        }
        return mended
    }
}
