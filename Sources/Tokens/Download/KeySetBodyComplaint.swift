package import Kernel

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
                "jwks.noKeys",
                "\(url) answers with JSON that is no key set (an object with the array `keys`): \(begins)")
        case .endInValue where complaint.column == 0:
            Reason("jwks.notJSON", "\(url) answers with an empty body; a key set is expected, whatever the status")
        default:
            Reason(
                "jwks.notJSON",
                "\(url) answers with something that is not JSON, for example the sign-in page of a guard: \(begins)")
        }
    }

    private var begins: String { "it begins with \(opening)" }
}

extension KeySetBodyComplaint: CustomStringConvertible {
    /// For example `error decoding response body: expected value at line 1 column 1` (anon.md 7).
    package var description: String { "error decoding response body: \(complaint)" }
}
