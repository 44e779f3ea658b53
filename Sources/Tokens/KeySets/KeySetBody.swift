package import Kernel

extension KeySet {
    /// Reads a body as the vendor does, with the vendor's complaints.
    static func read(_ body: [UInt8], from url: KeySetURL) -> Result<KeySet, KeySetFailure> {
        let shown = url.description
        do throws(SerdeJSONComplaint) {
            let document = JSONValue.object(["keys": .array(try SerdeJSONReader.keys(in: body))])
            do throws(KeySetRefusal) {
                return .success(try KeySet(document: document))
            } catch {
                // Never for a document of this shape.
                throw SerdeJSONComplaint(problem: .missingKeys, line: 1, column: body.count)
            }
        } catch {
            return .failure(.body(KeySetBodyComplaint(error, body: body, url: shown)))
        }
    }
}

/// Why the body that came back is no key set.
package struct KeySetBodyComplaint: Hashable, Sendable {
    private let complaint: SerdeJSONComplaint
    private let url: String
    private let opening: String

    init(_ complaint: SerdeJSONComplaint, body: [UInt8], url: String) {
        self.complaint = complaint
        self.url = url
        opening = Quotation.of(String(decoding: body.prefix(40), as: UTF8.self))
    }

    /// The reason, with the code `jwks.noKeys` for a document that is JSON and no key set, else `jwks.notJSON`.
    package var reason: Reason {
        switch complaint.problem {
        case .missingKeys, .duplicateKeys, .invalidLength, .invalidType:
            Reason(
                TokenReason.jwksNoKeys,
                "\(url) answers with JSON that is no key set (an object with the array `keys`): \(begins)")
        case .endInValue where complaint.column == 0:
            Reason(
                TokenReason.jwksNotJSON, "\(url) answers with an empty body; a key set is expected, whatever the status"
            )
        default:
            Reason(
                TokenReason.jwksNotJSON,
                "\(url) answers with something that is not JSON, for example the sign-in page of a guard: \(begins)")
        }
    }

    private var begins: String { "it begins with \(opening)" }
}

extension KeySetBodyComplaint: CustomStringConvertible {
    /// For example `error decoding response body: expected value at line 1 column 1` (anon.md 7).
    package var description: String { "error decoding response body: \(complaint)" }
}

/// Why a body is not a key set, and where, as the vendor's JSON library counts.
struct SerdeJSONComplaint: Error, Hashable, Sendable {
    let problem: SerdeJSONProblem
    /// From 1.
    let line: Int
    /// In bytes; 0 where nothing of the line was read.
    let column: Int
}

extension SerdeJSONComplaint: CustomStringConvertible {
    /// For example `expected value at line 1 column 1`.
    var description: String { "\(problem) at line \(line) column \(column)" }
}

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
