package import Kernel

extension KeySet {
    /// Reads a body as the vendor does, with the vendor's complaints.
    static func read(_ body: [UInt8], from url: KeySetURL) -> Result<KeySet, KeySetFailure> {
        do throws(SerdeJSONComplaint) {
            return .success(KeySet(entries: try SerdeJSONReader.keys(in: body)))
        } catch {
            return .failure(.body(KeySetBodyComplaint(error, body: body, url: url.description)))
        }
    }
}

// MARK: - The complaint

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

    /// The reason, with the code `jwks.noKeys` for JSON that is no key set, else `jwks.notJSON`.
    package var reason: Reason {
        switch complaint.problem {
        case .missingKeys, .duplicateKeys, .invalidType:
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

// MARK: - In the library's words

/// Why a body is not a key set, and where, as the vendor's JSON library counts.
struct SerdeJSONComplaint: Error, Hashable, Sendable {
    let problem: SerdeJSONProblem
    /// From 1.
    let line: Int
    /// In bytes; 0 if nothing of the line was read.
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
    case trailingComma
    case trailingCharacters
    case recursionLimit
    case missingKeys
    case duplicateKeys
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
        case .trailingComma: "trailing comma"
        case .trailingCharacters: "trailing characters"
        case .recursionLimit: "recursion limit exceeded"
        case .missingKeys: "missing field `keys`"
        case .duplicateKeys: "duplicate field `keys`"
        case .invalidType(let found, let expected): "invalid type: \(found), expected \(expected)"
        }
    }
}
