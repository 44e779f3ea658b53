import Kernel

/// Reads a body as Rust's serde_json 1.0.87 reads it into `struct Jwks { keys: Vec<Value> }`: what that refuses is refused in
/// the same words at the same line and column (anon.md 7).
///
/// It finds the mistakes only; what `keys` holds is then read by our own parser, whose complaints are chosen to help, while
/// here they are the symptom that a developer looks for. That the record is called `Jwks` and its elements may be any value
/// is our assumption; the vendor's type is unknown. Three rare differences stay: a value of the wrong kind is not quoted, a
/// list cannot stand for the record, and half a surrogate pair is an invalid code point like any other.
struct SerdeJSONReader {
    /// How many lists and objects may be open within the record, the list of keys among them.
    private static let depthLimit = 126

    private let bytes: [UInt8]
    private var position = 0
    /// Whether the value being read is of a member that the record does not have. The library only passes over such a value:
    /// at any depth, with any bytes in its strings and any size of its numbers, and with some complaints of its own.
    private var isIgnoring = false

    /// The elements of `keys` in `bytes`.
    static func keys(in bytes: [UInt8]) throws(SerdeJSONComplaint) -> [JSONValue] {
        var reader = SerdeJSONReader(bytes: bytes)
        let keys = try reader.record()
        guard reader.skipSpace() == nil else { throw reader.complaintAhead(.trailingCharacters) }
        return keys
    }

    // MARK: - The record and its one field

    private mutating func record() throws(SerdeJSONComplaint) -> [JSONValue] {
        try expect(UInt8(ascii: "{"), "struct Jwks")
        position += 1
        var keys: [JSONValue]?
        var isFirst = true
        while let name = try memberName(isFirst: isFirst) {
            isFirst = false
            guard name == "keys" else {
                try colon()
                isIgnoring = true
                try value()
                isIgnoring = false
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
        guard let keys else { throw complaint(.missingKeys) }
        return keys
    }

    private mutating func keyList() throws(SerdeJSONComplaint) -> [JSONValue] {
        try expect(UInt8(ascii: "["), "a sequence")
        let start = position
        try value()
        guard let keys = (try? JSONParser.parse(bytes[start..<position]))?.array else {
            // Never: what was read without a complaint is JSON.
            throw complaint(.invalidCodePoint)
        }
        return keys
    }

    /// Throws if a value of another kind comes next than the one that begins with `opening`.
    private mutating func expect(_ opening: UInt8, _ expected: String) throws(SerdeJSONComplaint) {
        let first = skipSpace()
        guard first != opening else { return }
        // Lists and objects are complained about unread, anything else once it turned out to be a value.
        if first != UInt8(ascii: "["), first != UInt8(ascii: "{") { try value() }
        throw complaint(.invalidType(found: Self.kind(of: first), expected: expected))
    }

    private static func kind(of first: UInt8?) -> String {
        switch first {
        case UInt8(ascii: "["): "sequence"
        case UInt8(ascii: "{"): "map"
        case UInt8(ascii: "\""): "string"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): "boolean"
        case UInt8(ascii: "n"): "null"
        default: "number"
        }
    }

    // MARK: - Values

    /// Passes over a value with all that is in it; in a loop, since what is ignored may be of any depth.
    private mutating func value() throws(SerdeJSONComplaint) {
        var enclosing: [UInt8] = []
        repeat {
            var isFirst = false
            switch skipSpace() {
            case nil: throw complaintAhead(.endInValue)
            case UInt8(ascii: "n"): try word("null")
            case UInt8(ascii: "t"): try word("true")
            case UInt8(ascii: "f"): try word("false")
            case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): try number()
            case UInt8(ascii: "\""): _ = try string()
            case .some(let opening) where opening == UInt8(ascii: "[") || opening == UInt8(ascii: "{"):
                guard isIgnoring || enclosing.count < Self.depthLimit else { throw complaintAhead(.recursionLimit) }
                position += 1
                enclosing.append(opening)
                isFirst = true
            default: throw complaintAhead(.expectedValue)
            }
            while let opening = enclosing.last, try !hasNext(in: opening, isFirst: isFirst) {
                enclosing.removeLast()
                isFirst = false
            }
        } while !enclosing.isEmpty
    }

    /// Goes to the next value of a list or an object; false behind the end.
    private mutating func hasNext(in opening: UInt8, isFirst: Bool) throws(SerdeJSONComplaint) -> Bool {
        if opening == UInt8(ascii: "[") { return try hasElement(isFirst: isFirst) }
        guard try memberName(isFirst: isFirst) != nil else { return false }
        try colon()
        return true
    }

    /// Goes to the next element of a list; false behind the `]`.
    private mutating func hasElement(isFirst: Bool) throws(SerdeJSONComplaint) -> Bool {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInList)
        case UInt8(ascii: "]"):
            position += 1
            return false
        case UInt8(ascii: ",") where !isFirst:
            position += 1
            if !isIgnoring, skipSpace() == UInt8(ascii: "]") { throw complaintAhead(.trailingComma) }
        default:
            guard isFirst else { throw complaintAhead(.expectedCommaOrListEnd) }
        }
        return true
    }

    /// The name of an object's next member; nil behind the `}`.
    private mutating func memberName(isFirst: Bool) throws(SerdeJSONComplaint) -> String? {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInObject)
        case UInt8(ascii: "}"):
            position += 1
            return nil
        case UInt8(ascii: ",") where !isFirst: position += 1
        default:
            guard isFirst else { throw complaintAhead(.expectedCommaOrObjectEnd) }
        }
        switch skipSpace() {
        case nil: throw complaintAhead(isIgnoring ? .endInObject : .endInValue)
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "}") where !isIgnoring: throw complaintAhead(.trailingComma)
        default: throw complaintAhead(.keyNotAString)
        }
    }

    private mutating func colon() throws(SerdeJSONComplaint) {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInObject)
        case UInt8(ascii: ":"): position += 1
        default: throw complaintAhead(.expectedColon)
        }
    }

    // MARK: - Words, numbers and strings

    /// `null`, `true` or `false`, whose first letter is next.
    private mutating func word(_ word: StaticString) throws(SerdeJSONComplaint) {
        position += 1
        for offset in 1..<word.utf8CodeUnitCount {
            guard let byte = next() else { throw complaint(.endInValue) }
            guard byte == word.utf8Start[offset] else { throw complaint(.expectedIdentifier) }
        }
    }

    private mutating func number() throws(SerdeJSONComplaint) {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") {
            position += 1
            if nextIsDigit { throw complaintAhead(.invalidNumber) }
        } else {
            try digits()
        }
        if peek == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        guard isIgnoring || (try? JSONParser.parse(bytes[start..<position])) != nil else {
            throw complaint(.numberOutOfRange)
        }
    }

    private mutating func digits() throws(SerdeJSONComplaint) {
        guard nextIsDigit else { throw complaintAhead(peek == nil && !isIgnoring ? .endInValue : .invalidNumber) }
        while nextIsDigit { position += 1 }
    }

    private var nextIsDigit: Bool {
        guard case .some(UInt8(ascii: "0")...UInt8(ascii: "9")) = peek else { return false }
        return true
    }

    /// What a string says, whose opening quote is next; nothing where it is ignored.
    private mutating func string() throws(SerdeJSONComplaint) -> String {
        let start = position
        position += 1
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                guard !isIgnoring else { return "" }
                guard let text = (try? JSONParser.parse(bytes[start..<position]))?.string else {
                    throw complaint(.invalidCodePoint)
                }
                return text
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20:
                // Where it is ignored, the library complains before it takes the byte.
                if isIgnoring { position -= 1 }
                throw complaint(.controlCharacter)
            default: break
            }
        }
        throw complaint(.endInString)
    }

    /// What follows a backslash.
    private mutating func escape() throws(SerdeJSONComplaint) {
        guard let letter = next() else { throw complaint(.endInString) }
        guard letter == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(letter) else { throw complaint(.invalidEscape) }
            return
        }
        guard position + 4 <= bytes.count else {
            position = bytes.count
            throw complaint(.endInString)
        }
        for _ in 0..<4 {
            guard let digit = next(), Character(Unicode.Scalar(digit)).isHexDigit else {
                throw complaint(.invalidEscape)
            }
        }
    }

    // MARK: - Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func next() -> UInt8? {
        guard let byte = peek else { return nil }
        position += 1
        return byte
    }

    /// Passes over white space; returns the byte behind it.
    private mutating func skipSpace() -> UInt8? {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { position += 1 }
        return peek
    }

    // MARK: - Complaints

    /// About the byte that was taken last.
    private func complaint(_ problem: SerdeJSONProblem) -> SerdeJSONComplaint {
        complaint(problem, before: position)
    }

    /// About the byte that comes next.
    private func complaintAhead(_ problem: SerdeJSONProblem) -> SerdeJSONComplaint {
        complaint(problem, before: min(position + 1, bytes.count))
    }

    private func complaint(_ problem: SerdeJSONProblem, before end: Int) -> SerdeJSONComplaint {
        let read = bytes[..<end]
        let start = read.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return SerdeJSONComplaint(problem: problem, line: read.count { $0 == 0x0A } + 1, column: end - start)
    }
}
