/// What can be wrong with a key set's body, in the words of the vendor's JSON library.
enum SerdeJSONProblem: Hashable, Sendable {
    case endInList
    case endInObject
    case endInString
    case endInValue
    case expectedColon
    case expectedCommaOrListEnd
    case expectedCommaOrObjectEnd
    case expectedIdentifier
    case expectedValue
    case invalidEscape
    case invalidNumber
    case numberOutOfRange
    case invalidCodePoint
    case controlCharacter
    case keyNotAString
    case loneSurrogate
    case trailingComma
    case trailingCharacters
    case endOfHexEscape
    case recursionLimit
    case missingKeys
    case duplicateKeys
    /// The document is an empty list: a list may stand for a record, but it needs its one element.
    case invalidLength
    /// A value of another kind than the one that belongs there.
    case invalidType(found: String, expected: String)
}

extension SerdeJSONProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .endInList: "EOF while parsing a list"
        case .endInObject: "EOF while parsing an object"
        case .endInString: "EOF while parsing a string"
        case .endInValue: "EOF while parsing a value"
        case .expectedColon: "expected `:`"
        case .expectedCommaOrListEnd: "expected `,` or `]`"
        case .expectedCommaOrObjectEnd: "expected `,` or `}`"
        case .expectedIdentifier: "expected ident"
        case .expectedValue: "expected value"
        case .invalidEscape: "invalid escape"
        case .invalidNumber: "invalid number"
        case .numberOutOfRange: "number out of range"
        case .invalidCodePoint: "invalid unicode code point"
        case .controlCharacter: "control character (\\u0000-\\u001F) found while parsing a string"
        case .keyNotAString: "key must be a string"
        case .loneSurrogate: "lone leading surrogate in hex escape"
        case .trailingComma: "trailing comma"
        case .trailingCharacters: "trailing characters"
        case .endOfHexEscape: "unexpected end of hex escape"
        case .recursionLimit: "recursion limit exceeded"
        case .missingKeys: "missing field `keys`"
        case .duplicateKeys: "duplicate field `keys`"
        case .invalidLength: "invalid length 0, expected struct Jwks with 1 element"
        case .invalidType(let found, let expected): "invalid type: \(found), expected \(expected)"
        }
    }
}
