extension SerdeJSONReader {
    /// A string, whose opening quote is taken.
    mutating func string() throws(SerdeJSONComplaint) -> String {
        var unescaped: [UInt8] = []
        while true {
            guard let byte = next() else { throw complaint(.endInString) }
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw complaint(.invalidCodePoint)
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw complaint(.controlCharacter)
            default: unescaped.append(byte)
            }
        }
    }

    /// A string that nobody will see: neither its bytes nor its surrogates are judged.
    mutating func ignoreString() throws(SerdeJSONComplaint) {
        while true {
            // A control character is complained about without being taken.
            if let byte = peek, byte < 0x20 { throw complaint(.controlCharacter) }
            guard let byte = next() else { throw complaint(.endInString) }
            if byte == UInt8(ascii: "\"") { return }
            guard byte == UInt8(ascii: "\\") else { continue }
            guard let letter = next() else { throw complaint(.endInString) }
            if letter == UInt8(ascii: "u") {
                _ = try codeUnit()
            } else if Self.unescaped(letter) == nil {
                throw complaint(.invalidEscape)
            }
        }
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(SerdeJSONComplaint) {
        guard let letter = next() else { throw complaint(.endInString) }
        if letter == UInt8(ascii: "u") {
            bytes.append(contentsOf: Character(try scalar()).utf8)
        } else if let byte = Self.unescaped(letter) {
            bytes.append(byte)
        } else {
            throw complaint(.invalidEscape)
        }
    }

    private static func unescaped(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    private mutating func scalar() throws(SerdeJSONComplaint) -> Unicode.Scalar {
        let first = try codeUnit()
        guard UTF16.isSurrogate(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        guard UTF16.isLeadSurrogate(first) else { throw complaint(.loneSurrogate) }
        for expected in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
            guard let byte = next() else { throw complaint(.endInString) }
            guard byte == expected else { throw complaint(.endOfHexEscape) }
        }
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(second) else { throw complaint(.loneSurrogate) }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func codeUnit() throws(SerdeJSONComplaint) -> UInt16 {
        guard position + 4 <= bytes.count else {
            position = bytes.count
            throw complaint(.endInString)
        }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw complaint(.invalidEscape)
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
