package import Kernel

/// The public keys of a JWKS document (RFC 7517), found by their `kid` and, among several of one `kid`, by what they can verify
/// (RFC 7517, 4.5).
///
/// Entries are read one by one, so that an unusable one does not spoil the others: those are in `skipped`.
package struct KeySet: Sendable {
    /// How many entries of a document are read; what comes after is skipped.
    package static let limit = 200
    /// How many keys of one `kid` are read, which bounds what one token can make us verify.
    static let keysPerKid = 8

    /// Each `kid` that a usable key has, in the document's order.
    package private(set) var kids: [String] = []
    /// The entries that verify nothing.
    package private(set) var skipped: [SkippedKey] = []
    private var keys: [String: [VerifyingKey]] = [:]
    /// Why the key of a `kid` is left out, where its `alg` is why.
    private var refusedAlgorithms: [String: String] = [:]

    /// Reads a JWKS document. A set without any usable key is a set, which verifies nothing.
    ///
    /// - Throws: `KeySetRefusal` if the document is not an object with an array `keys`.
    package init(document: JSONValue) throws(KeySetRefusal) {
        guard let object = document.object else { throw .notAnObject(kind: document.kind) }
        guard let entries = object["keys"] else { throw .noKeys(members: object.members.map(\.name)) }
        guard let entries = entries.array else { throw .keysNotAnArray(kind: entries.kind) }
        self.init(entries: entries)
    }

    /// Reads the elements of `keys`.
    init(entries: [JSONValue]) {
        for (position, entry) in entries.prefix(Self.limit).enumerated() { add(entry, at: position) }
        if entries.count > Self.limit {
            let why = "this and what follows, \(entries.count - Self.limit) in all, are beyond the first \(Self.limit)"
            skipped.append(SkippedKey(position: Self.limit, kid: nil, why: why))
        }
    }

    /// The keys with exactly this `kid`. There is no fallback to another one.
    subscript(kid: String) -> [VerifyingKey] { keys[kid] ?? [] }

    /// Why the entry with this `kid` verifies nothing, where what is wrong is its `alg`.
    func refusedAlgorithm(ofKey kid: String) -> String? { refusedAlgorithms[kid] }

    /// Whether a key of the set may have signed a token whose header says this: without a `kid` any may, without an algorithm
    /// that is taken every key of the `kid`.
    func knows(_ wanted: WantedKey) -> Bool {
        guard let kid = wanted.kid else { return true }
        let named = self[kid]
        guard let algorithm = wanted.algorithm else { return !named.isEmpty }
        return named.contains { $0.algorithms.contains(algorithm) }
    }

    /// What the set has and what was left out, in words.
    package var summary: String {
        let has = kids.isEmpty ? "no usable key" : Quotation.of(kids)
        return skipped.isEmpty ? has : "\(has); left out: \(Quotation.list(skipped.map(\.description)))"
    }

    private mutating func add(_ entry: JSONValue, at position: Int) {
        let kid = entry.object?["kid"]?.string
        do throws(UnusableKey) {
            let key = try VerifyingKey(jwk: entry)
            guard self[key.kid].count < Self.keysPerKid else {
                throw UnusableKey("\(Self.keysPerKid) earlier keys have the same kid")
            }
            if keys[key.kid] == nil { kids.append(key.kid) }
            keys[key.kid, default: []].append(key)
        } catch {
            if error.isAboutAlgorithm, let kid { refusedAlgorithms[kid] = error.why }
            skipped.append(SkippedKey(position: position, kid: kid, why: error.why))
        }
    }
}

/// An entry of a key set that verifies nothing, and why.
package struct SkippedKey: Hashable, Sendable {
    /// The place in `keys`, from 0.
    package let position: Int
    /// Its `kid`, if it has one.
    package let kid: String?
    /// What is wrong with it, in words.
    package let why: String
}

extension SkippedKey: CustomStringConvertible {
    /// For example `keys[2] "old" (kty "oct" is not for public keys)`.
    package var description: String {
        "keys[\(position)]\(kid.map { " " + Quotation.of($0) } ?? "") (\(why))"
    }
}

/// What makes an entry of a key set unusable.
struct UnusableKey: Error {
    /// In words, to follow the entry's name.
    let why: String
    /// Whether it is the entry's `alg`.
    let isAboutAlgorithm: Bool

    init(_ why: String, isAboutAlgorithm: Bool = false) {
        self.why = why
        self.isAboutAlgorithm = isAboutAlgorithm
    }

    /// The entry's `alg` is none that its key could verify.
    static func algorithm(_ name: String) -> UnusableKey {
        UnusableKey(
            "its alg \(Quotation.of(name)) is no signature algorithm of such a key", isAboutAlgorithm: true)
    }
}

/// What a token's header says of the key that signed it.
package struct WantedKey: Hashable, Sendable {
    /// Its name; nil if the header has none.
    let kid: String?
    /// The algorithm; nil if it is none that is taken.
    let algorithm: TokenAlgorithm?

    /// The key of this name, for this algorithm or whatever it is for.
    init(kid: String?, algorithm: TokenAlgorithm? = nil) {
        self.kid = kid
        self.algorithm = algorithm
    }

    /// What the header of `token` says; nothing if it cannot be read.
    package init(of token: String) {
        let header = (try? UnverifiedToken(token))?.header
        self.init(
            kid: header?["kid"]?.string, algorithm: header?["alg"]?.string.flatMap(TokenAlgorithm.init(rawValue:)))
    }
}

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
        case .notAnObject(let kind):
            Reason(TokenReason.jwksNoKeys, "a key set is an object with `keys`, this is \(kind)")
        case .noKeys(let members):
            Reason(
                TokenReason.jwksNoKeys,
                members.isEmpty
                    ? "the document is an empty object: a key set has `keys`"
                    : "the document has no `keys`, only \(Quotation.of(members)): it is no key set")
        case .keysNotAnArray(let kind): Reason(TokenReason.jwksNoKeys, "`keys` of the key set is \(kind), not an array")
        }
    }
}
