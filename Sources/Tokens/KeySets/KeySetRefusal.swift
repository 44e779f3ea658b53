package import Kernel

/// Why a JSON document is not a key set at all.
package enum KeySetRefusal: Error, Hashable, Sendable {
    /// The document is no object, but for example `an array`.
    case notAnObject(kind: String)
    /// The object has no `keys`; these are its members.
    case noKeys(members: [String])
    /// `keys` is no array, but for example `an object`.
    case keysNotAnArray(kind: String)

    /// The reason, with the code `jwks.noKeys`.
    package var reason: Reason {
        switch self {
        case .notAnObject(let kind): Reason("jwks.noKeys", "a key set is an object with `keys`, this is \(kind)")
        case .noKeys(let members):
            Reason(
                "jwks.noKeys",
                members.isEmpty
                    ? "the document is an empty object: a key set has `keys`"
                    : "the document has no `keys`, only \(Quotation.of(members)): it is no key set")
        case .keysNotAnArray(let kind): Reason("jwks.noKeys", "`keys` of the key set is \(kind), not an array")
        }
    }
}
