package import Kernel

/// The public keys of a JWKS document (RFC 7517), found by their `kid`.
///
/// Entries are read one by one, so that an odd one does not spoil the others: those that verify nothing are in `skipped`.
package struct KeySet: Sendable {
    /// How many entries of a document are looked at; what comes after is skipped.
    package static let limit = 200

    /// The `kid` of each usable key, in the document's order.
    package private(set) var kids: [String] = []
    /// The entries that verify nothing.
    package private(set) var skipped: [SkippedKey] = []
    private var keys: [String: VerifyingKey] = [:]

    /// Reads a JWKS document. A set without any usable key is a set: it just verifies nothing.
    ///
    /// - Throws: `KeySetRefusal` when the document is not an object with an array `keys`.
    package init(document: JSONValue) throws(KeySetRefusal) {
        guard let object = document.object else { throw .notAnObject(kind: document.kind) }
        guard let entries = object["keys"] else { throw .noKeys(members: object.members.map(\.name)) }
        guard let entries = entries.array else { throw .keysNotAnArray(kind: entries.kind) }
        for (position, entry) in entries.prefix(Self.limit).enumerated() { add(entry, at: position) }
        if entries.count > Self.limit {
            let why = "this and what follows, \(entries.count - Self.limit) in all, are beyond the first \(Self.limit)"
            skipped.append(SkippedKey(position: Self.limit, kid: nil, why: why))
        }
    }

    /// The key with exactly this `kid`. There is no fallback to another one.
    subscript(kid: String) -> VerifyingKey? { keys[kid] }

    /// What the set has and what was left out, in words.
    package var summary: String {
        let has = kids.isEmpty ? "no usable key" : Quotation.of(kids)
        return skipped.isEmpty ? has : "\(has); left out: \(Quotation.list(skipped.map(\.description)))"
    }

    private mutating func add(_ entry: JSONValue, at position: Int) {
        let kid = entry.object?["kid"]?.string
        do throws(OddKey) {
            let key = try VerifyingKey(jwk: entry)
            guard keys[key.kid] == nil else { throw OddKey("an earlier key has the same kid") }
            keys[key.kid] = key
            kids.append(key.kid)
        } catch {
            skipped.append(SkippedKey(position: position, kid: kid, why: error.why))
        }
    }
}
