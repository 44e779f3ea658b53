import Kernel

/// Reads a body as Rust's serde_json 1.0.87 reads it into `struct Jwks { keys: Vec<Value> }`: what that accepts is accepted,
/// and what that refuses is refused in the same words at the same line and column (anon.md 7).
///
/// Not our JSON parser: there the words are chosen to help, here they are the symptom that a developer looks for. That the
/// record is called `Jwks` and its elements may be any value is our assumption; the vendor's type is unknown.
struct SerdeJSONReader {
    let bytes: [UInt8]
    var position = 0
    var remainingDepth = 128

    /// The elements of `keys` in `bytes`.
    static func keys(in bytes: [UInt8]) throws(SerdeJSONComplaint) -> [JSONValue] {
        var reader = SerdeJSONReader(bytes: bytes)
        let keys = try reader.keySet()
        guard reader.skipSpace() == nil else { throw reader.complaintAhead(.trailingCharacters) }
        return keys
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next byte.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Takes the next byte.
    mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// Passes over white space; returns the byte behind it.
    mutating func skipSpace() -> UInt8? {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { position += 1 }
        return peek
    }

    /// A complaint about the byte that was taken last.
    func complaint(_ problem: SerdeJSONProblem) -> SerdeJSONComplaint {
        complaint(problem, before: position)
    }

    /// A complaint about the byte that comes next.
    func complaintAhead(_ problem: SerdeJSONProblem) -> SerdeJSONComplaint {
        complaint(problem, before: min(position + 1, bytes.count))
    }

    private func complaint(_ problem: SerdeJSONProblem, before end: Int) -> SerdeJSONComplaint {
        let read = bytes[..<end]
        let start = read.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return SerdeJSONComplaint(problem: problem, line: read.count { $0 == 0x0A } + 1, column: end - start)
    }

    /// Enters a list or an object, whose first byte is next.
    mutating func descend() throws(SerdeJSONComplaint) {
        remainingDepth -= 1
        guard remainingDepth > 0 else { throw complaintAhead(.recursionLimit) }
        position += 1
    }
}

/// The record and its one field.
extension SerdeJSONReader {
    mutating func keySet() throws(SerdeJSONComplaint) -> [JSONValue] {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "{"): return try keySetOfObject()
        case UInt8(ascii: "["): return try keySetOfList()
        default: throw try invalidType(expected: "struct Jwks")
        }
    }

    private mutating func keySetOfObject() throws(SerdeJSONComplaint) -> [JSONValue] {
        try descend()
        var keys: [JSONValue]?
        var isFirst = true
        while let name = try memberName(isFirst: &isFirst) {
            guard name == "keys" else {
                try colon()
                try ignoreValue()
                continue
            }
            guard keys == nil else {
                // The library looks for the end of the object before it says where it stands.
                if skipSpace() == UInt8(ascii: "}") { position += 1 }
                throw complaint(.duplicateKeys)
            }
            try colon()
            keys = try keyList()
        }
        position += 1
        guard let keys else { throw complaint(.missingKeys) }
        return keys
    }

    /// A list may stand for the record: its elements are the fields in their order.
    private mutating func keySetOfList() throws(SerdeJSONComplaint) -> [JSONValue] {
        try descend()
        switch skipSpace() {
        case nil: throw complaintAhead(.endInList)
        case UInt8(ascii: "]"):
            position += 1
            throw complaint(.invalidLength)
        default: break
        }
        let keys = try keyList()
        switch skipSpace() {
        case nil: throw complaintAhead(.endInList)
        case UInt8(ascii: "]"):
            position += 1
            return keys
        case UInt8(ascii: ","):
            position += 1
            let isEnd = skipSpace() == UInt8(ascii: "]")
            throw complaintAhead(isEnd ? .trailingComma : .trailingCharacters)
        default: throw complaintAhead(.trailingCharacters)
        }
    }

    private mutating func keyList() throws(SerdeJSONComplaint) -> [JSONValue] {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "["):
            try descend()
            let keys = try listBody()
            remainingDepth += 1
            return keys
        default: throw try invalidType(expected: "a sequence")
        }
    }

    /// The value that is next, read as far as the library reads it to name its kind; throws where it is no value.
    private mutating func invalidType(expected: String) throws(SerdeJSONComplaint) -> SerdeJSONComplaint {
        let found: String
        switch peek {
        case UInt8(ascii: "n"):
            try word("null")
            found = "null"
        case UInt8(ascii: "t"):
            try word("true")
            found = "boolean `true`"
        case UInt8(ascii: "f"):
            try word("false")
            found = "boolean `false`"
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            found = try number().kind
        case UInt8(ascii: "\""):
            position += 1
            found = "string \(RustText.quoted(try string()))"
        case UInt8(ascii: "["): found = "sequence"
        case UInt8(ascii: "{"): found = "map"
        default: throw complaintAhead(.expectedValue)
        }
        return complaint(.invalidType(found: found, expected: expected))
    }
}

extension SerdeJSONReader {
    /// Any value.
    mutating func value() throws(SerdeJSONComplaint) -> JSONValue {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number().value
        case UInt8(ascii: "\""):
            position += 1
            return .string(try string())
        case UInt8(ascii: "["):
            try descend()
            let elements = try listBody()
            remainingDepth += 1
            return .array(elements)
        case UInt8(ascii: "{"):
            try descend()
            let members = try objectBody()
            remainingDepth += 1
            return .object(members)
        default: throw complaintAhead(.expectedValue)
        }
    }

    /// The elements up to the `]`, and that.
    mutating func listBody() throws(SerdeJSONComplaint) -> [JSONValue] {
        var elements: [JSONValue] = []
        while true {
            switch skipSpace() {
            case nil: throw complaintAhead(.endInList)
            case UInt8(ascii: "]"):
                position += 1
                return elements
            case UInt8(ascii: ",") where !elements.isEmpty:
                position += 1
                if skipSpace() == UInt8(ascii: "]") { throw complaintAhead(.trailingComma) }
            default:
                guard elements.isEmpty else { throw complaintAhead(.expectedCommaOrListEnd) }
            }
            elements.append(try value())
        }
    }

    private mutating func objectBody() throws(SerdeJSONComplaint) -> JSONObject {
        var members: [(String, JSONValue)] = []
        var isFirst = true
        while let name = try memberName(isFirst: &isFirst) {
            try colon()
            members.append((name, try value()))
        }
        position += 1
        return JSONObject(members)
    }

    /// The name of the next member; nil in front of the `}`.
    mutating func memberName(isFirst: inout Bool) throws(SerdeJSONComplaint) -> String? {
        var byte = skipSpace()
        switch byte {
        case nil: throw complaintAhead(.endInObject)
        case UInt8(ascii: "}"): return nil
        case UInt8(ascii: ",") where !isFirst:
            position += 1
            byte = skipSpace()
        default:
            guard isFirst else { throw complaintAhead(.expectedCommaOrObjectEnd) }
        }
        isFirst = false
        switch byte {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "}"): throw complaintAhead(.trailingComma)
        case UInt8(ascii: "\""):
            position += 1
            return try string()
        default: throw complaintAhead(.keyNotAString)
        }
    }

    mutating func colon() throws(SerdeJSONComplaint) {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInObject)
        case UInt8(ascii: ":"): position += 1
        default: throw complaintAhead(.expectedColon)
        }
    }

    /// `null`, `true` or `false`, whose first letter is next.
    mutating func word(_ word: StaticString) throws(SerdeJSONComplaint) {
        position += 1
        for offset in 1..<word.utf8CodeUnitCount {
            guard let byte = next() else { throw complaint(.endInValue) }
            guard byte == word.utf8Start[offset] else { throw complaint(.expectedIdentifier) }
        }
    }
}

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

/// Values of members that the record does not have: passed over, however deep, and judged less.
extension SerdeJSONReader {
    mutating func ignoreValue() throws(SerdeJSONComplaint) {
        // The openings of the lists and objects around the value.
        var enclosing: [UInt8] = []
        repeat {
            guard try !ignoreScalar() else {
                try closeEnclosing(&enclosing, afterValue: true)
                continue
            }
            guard let opening = next() else { throw complaintAhead(.endInValue) }
            enclosing.append(opening)
            try closeEnclosing(&enclosing, afterValue: false)
        } while !enclosing.isEmpty
    }

    /// Whether the value is no list and no object; if so, it is passed over.
    private mutating func ignoreScalar() throws(SerdeJSONComplaint) -> Bool {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "-"):
            position += 1
            try ignoreNumber()
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")): try ignoreNumber()
        case UInt8(ascii: "\""):
            position += 1
            try ignoreString()
        case UInt8(ascii: "["), UInt8(ascii: "{"): return false
        default: throw complaintAhead(.expectedValue)
        }
        return true
    }

    /// Passes over the ends of what encloses the place, up to where the next value begins.
    private mutating func closeEnclosing(
        _ enclosing: inout [UInt8], afterValue: Bool
    ) throws(SerdeJSONComplaint) {
        var afterValue = afterValue
        while let opening = enclosing.last {
            let isList = opening == UInt8(ascii: "[")
            let byte = skipSpace()
            if byte == nil { throw complaintAhead(isList ? .endInList : .endInObject) }
            if byte == (isList ? UInt8(ascii: "]") : UInt8(ascii: "}")) {
                position += 1
                enclosing.removeLast()
                afterValue = true
                continue
            }
            if afterValue {
                guard byte == UInt8(ascii: ",") else {
                    throw complaintAhead(isList ? .expectedCommaOrListEnd : .expectedCommaOrObjectEnd)
                }
                position += 1
            }
            if !isList { try ignoreName() }
            return
        }
    }

    private mutating func ignoreName() throws(SerdeJSONComplaint) {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInObject)
        case UInt8(ascii: "\""): position += 1
        default: throw complaintAhead(.keyNotAString)
        }
        try ignoreString()
        try colon()
    }

    /// A number behind its sign.
    private mutating func ignoreNumber() throws(SerdeJSONComplaint) {
        switch next() {
        case UInt8(ascii: "0"):
            if nextIsDigit { throw complaintAhead(.invalidNumber) }
        case .some(UInt8(ascii: "1")...UInt8(ascii: "9")): skipDigits()
        default: throw complaint(.invalidNumber)
        }
        if peek == UInt8(ascii: ".") {
            position += 1
            guard nextIsDigit else { throw complaintAhead(.invalidNumber) }
            skipDigits()
        }
        guard peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") else { return }
        position += 1
        if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
        guard case .some(UInt8(ascii: "0")...UInt8(ascii: "9")) = next() else { throw complaint(.invalidNumber) }
        skipDigits()
    }

    var nextIsDigit: Bool {
        guard case .some(UInt8(ascii: "0")...UInt8(ascii: "9")) = peek else { return false }
        return true
    }

    mutating func skipDigits() {
        while nextIsDigit { position += 1 }
    }
}

/// The library does not round its numbers exactly, and shows them in its complaints: the arithmetic is the same here.
extension SerdeJSONReader {
    /// A number, whose sign or first digit is next.
    mutating func number() throws(SerdeJSONComplaint) -> SerdeJSONNumber {
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative { position += 1 }
        guard let first = next() else { throw complaint(.endInValue) }
        var significand = UInt64(0)
        switch first {
        case UInt8(ascii: "0"):
            if nextIsDigit { throw complaintAhead(.invalidNumber) }
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            significand = UInt64(first - UInt8(ascii: "0"))
            while nextIsDigit {
                guard append(to: &significand) else {
                    let number = try longInteger(significand)
                    return .floating(isNegative ? -number : number)
                }
            }
        default: throw complaint(.invalidNumber)
        }
        if let number = try fraction(significand, exponent: 0) { return .floating(isNegative ? -number : number) }
        guard isNegative else { return .unsigned(significand) }
        let negative = Int64(bitPattern: 0 &- significand)
        // What no Int64 holds, and -0.
        return negative >= 0 ? .floating(-Double(significand)) : .negative(negative)
    }

    /// Takes the next digit into `significand`; false, with nothing taken, where it has no room.
    private mutating func append(to significand: inout UInt64) -> Bool {
        guard let byte = peek else { return false }
        let (tenfold, first) = significand.multipliedReportingOverflow(by: 10)
        let (sum, second) = tenfold.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
        guard !first, !second else { return false }
        significand = sum
        position += 1
        return true
    }

    private mutating func longInteger(_ significand: UInt64) throws(SerdeJSONComplaint) -> Double {
        var exponent = 0
        while nextIsDigit {
            position += 1
            exponent += 1
        }
        if let number = try fraction(significand, exponent: exponent) { return number }
        return try scaled(significand, exponent: exponent)
    }

    /// The number with the fraction or exponent that is next; nil where neither is.
    private mutating func fraction(_ integer: UInt64, exponent start: Int) throws(SerdeJSONComplaint) -> Double? {
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") { return try power(integer, exponent: start) }
        guard peek == UInt8(ascii: ".") else { return nil }
        position += 1
        var significand = integer
        var exponent = start
        var isFull = false
        while nextIsDigit {
            guard append(to: &significand) else {
                isFull = true
                skipDigits()
                break
            }
            exponent -= 1
        }
        // Behind more integer digits than there is room for, `exponent` starts above 0: there the library looks at the
        // sum of both, and so a fraction as long as the surplus passes for none.
        if exponent == 0, !isFull { throw complaintAhead(peek == nil ? .endInValue : .invalidNumber) }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            return try power(significand, exponent: exponent)
        }
        return try scaled(significand, exponent: exponent)
    }

    private mutating func power(_ significand: UInt64, exponent start: Int) throws(SerdeJSONComplaint) -> Double {
        position += 1
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative || peek == UInt8(ascii: "+") { position += 1 }
        guard let first = next() else { throw complaint(.endInValue) }
        guard case UInt8(ascii: "0")...UInt8(ascii: "9") = first else { throw complaint(.invalidNumber) }
        var exponent = Int(first - UInt8(ascii: "0"))
        while nextIsDigit, let byte = next() {
            exponent = exponent * 10 + Int(byte - UInt8(ascii: "0"))
            guard exponent <= Int(Int32.max) else {
                if significand != 0, !isNegative { throw complaint(.numberOutOfRange) }
                skipDigits()
                return 0
            }
        }
        return try scaled(significand, exponent: isNegative ? start - exponent : start + exponent)
    }

    private func scaled(_ significand: UInt64, exponent: Int) throws(SerdeJSONComplaint) -> Double {
        var number = Double(significand)
        var exponent = exponent
        while exponent < -308, number != 0 {
            number /= 1e308
            exponent += 308
        }
        guard number != 0 else { return 0 }
        guard exponent <= 308 else { throw complaint(.numberOutOfRange) }
        guard let power = Double("1e\(abs(exponent))") else { return number }
        number = exponent < 0 ? number / power : number * power
        guard number.isFinite else { throw complaint(.numberOutOfRange) }
        return number
    }
}

/// A number as the vendor's JSON library keeps it.
enum SerdeJSONNumber: Hashable, Sendable {
    case unsigned(UInt64)
    case negative(Int64)
    case floating(Double)

    /// As its complaints call it.
    var kind: String {
        switch self {
        case .unsigned(let integer): "integer `\(integer)`"
        case .negative(let integer): "integer `\(integer)`"
        case .floating(let number): "floating point `\(RustText.decimal(number))`"
        }
    }

    var value: JSONValue {
        switch self {
        case .unsigned(let integer): Int64(exactly: integer).map(JSONValue.integer) ?? .number(Double(integer))
        case .negative(let integer): .integer(integer)
        // 1e3 and 1000 are one value, as for our own parser.
        case .floating(let number): Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
        }
    }
}

/// Text as Rust prints it.
enum RustText {
    /// A string in double quotes, escaped as `{:?}` does.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": quoted += "\\0"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case "\n": quoted += "\\n"
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            default:
                if isPrintable(scalar) {
                    quoted.unicodeScalars.append(scalar)
                } else {
                    quoted += "\\u{\(String(scalar.value, radix: 16))}"
                }
            }
        }
        return quoted + "\""
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: !scalar.properties.isGraphemeExtend
        }
    }

    /// A number as `{}` does: the shortest digits that mean it, never with an exponent.
    ///
    /// One difference stays: of two equally short and equally near ones, as for 999999999999999.25, Rust takes the greater
    /// and Swift the even.
    static func decimal(_ number: Double) -> String {
        let parts = number.magnitude.description.split(separator: "e", maxSplits: 1)
        let sign = number.sign == .minus ? "-" : ""
        guard let mantissa = parts.first else { return sign }
        let halves = mantissa.split(separator: ".", maxSplits: 1)
        let integer = halves.first ?? "0"
        let fraction = halves.count > 1 && halves[1] != "0" ? halves[1] : ""
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        var digits = integer + fraction
        var point = integer.count + exponent
        if point < 1 {
            digits = String(repeating: "0", count: 1 - point) + digits
            point = 1
        } else if point > digits.count {
            digits += String(repeating: "0", count: point - digits.count)
        }
        let whole = digits.prefix(point)
        let rest = digits.dropFirst(point)
        return sign + whole + (rest.isEmpty ? "" : "." + rest)
    }
}
