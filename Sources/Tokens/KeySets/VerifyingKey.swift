import JWTKit
import Kernel

/// A public key with its name.
struct VerifyingKey: Sendable {
    /// What a token's header calls it.
    let kid: String
    /// What it may verify: everything that its kind can, or only what its `alg` says.
    let algorithms: [TokenAlgorithm]
    /// The numbers of which it consists.
    let material: KeyMaterial
}

extension VerifyingKey {
    private static let longestModulus = 8192 / 8

    /// Reads one entry of a key set; throws what is wrong with it.
    init(jwk entry: JSONValue) throws(UnusableKey) {
        guard let jwk = entry.object else { throw UnusableKey("it is \(entry.kind), not an object") }
        guard let kid = jwk["kid"]?.string else { throw UnusableKey(Self.missing("kid", in: jwk)) }
        try Self.checkPurpose(of: jwk)
        let named = try Self.namedAlgorithm(of: jwk)
        let material = try Self.material(of: jwk)
        self.init(kid: kid, algorithms: try Self.algorithms(named, of: material), material: material)
    }

    private static func checkPurpose(of jwk: JSONObject) throws(UnusableKey) {
        if let use = jwk["use"]?.string, use != "sig" {
            throw UnusableKey("its use is \(Quotation.of(use)), not \"sig\"")
        }
        if let operations = jwk["key_ops"]?.array, !operations.contains("verify") {
            throw UnusableKey("its key_ops have no \"verify\"")
        }
    }

    /// What the key says of itself; nil if it says nothing. Looked at before its numbers: a key for an algorithm that is not
    /// taken here mostly has a kind or curve that is not, either, and the algorithm says more.
    private static func namedAlgorithm(of jwk: JSONObject) throws(UnusableKey) -> TokenAlgorithm? {
        guard let named = jwk["alg"] else { return nil }
        guard let name = named.string else {
            throw UnusableKey("its alg is \(named.kind), not a string", isAboutAlgorithm: true)
        }
        guard let algorithm = TokenAlgorithm(rawValue: name) else { throw .algorithm(name) }
        return algorithm
    }

    /// EdDSA and Ed25519 are two names of one algorithm (RFC 9864, 2.2), so that key and token need not agree on it.
    private static func algorithms(
        _ named: TokenAlgorithm?, of material: KeyMaterial
    ) throws(UnusableKey) -> [TokenAlgorithm] {
        guard let named else { return material.algorithms }
        guard material.algorithms.contains(named) else { throw .algorithm(named.rawValue) }
        if case .ed25519 = material { return material.algorithms }
        return [named]
    }

    private static func material(of jwk: JSONObject) throws(UnusableKey) -> KeyMaterial {
        guard let type = jwk["kty"]?.string else { throw UnusableKey(missing("kty", in: jwk)) }
        switch type {
        case "RSA": return try rsa(jwk)
        case "EC": return try ellipticCurve(jwk)
        case "OKP": return try edwardsCurve(jwk)
        case "oct": throw UnusableKey("kty \"oct\" is a shared secret, not a public key")
        default: throw UnusableKey("kty \(Quotation.of(type)) is unknown here")
        }
    }

    private static func rsa(_ jwk: JSONObject) throws(UnusableKey) -> KeyMaterial {
        let modulus = try number("n", of: jwk)
        let exponent = try number("e", of: jwk)
        let size = modulus.drop { $0 == 0 }.count
        guard size <= longestModulus else {
            throw UnusableKey("its modulus has \(size) bytes, more than \(longestModulus)")
        }
        return try checked("RSA of at least 2048 bits") {
            .rsa(
                try Insecure.RSA.PublicKey(
                    modulus: Base64URL.encode(modulus), exponent: Base64URL.encode(exponent)))
        }
    }

    private static func ellipticCurve(_ jwk: JSONObject) throws(UnusableKey) -> KeyMaterial {
        guard let curve = jwk["crv"]?.string else { throw UnusableKey(missing("crv", in: jwk)) }
        let sizes = ["P-256": 32, "P-384": 48, "P-521": 66]
        guard let size = sizes[curve] else { throw UnusableKey("crv \(Quotation.of(curve)) is unknown here") }
        let x = try number("x", of: jwk, size: size)
        let y = try number("y", of: jwk, size: size)
        let parameters = (x: Base64URL.encode(x), y: Base64URL.encode(y))
        return try checked(curve) {
            switch curve {
            case "P-256": .p256(try ES256PublicKey(parameters: parameters))
            case "P-384": .p384(try ES384PublicKey(parameters: parameters))
            default: .p521(try ES512PublicKey(parameters: parameters))
            }
        }
    }

    private static func edwardsCurve(_ jwk: JSONObject) throws(UnusableKey) -> KeyMaterial {
        guard let curve = jwk["crv"]?.string else { throw UnusableKey(missing("crv", in: jwk)) }
        guard curve == "Ed25519" else { throw UnusableKey("crv \(Quotation.of(curve)) is unknown here") }
        let x = try number("x", of: jwk, size: 32)
        return try checked(curve) { .ed25519(try EdDSA.PublicKey(x: Base64URL.encode(x), curve: .ed25519)) }
    }

    private static func number(
        _ name: String, of jwk: JSONObject, size: Int? = nil
    ) throws(UnusableKey) -> [UInt8] {
        guard let text = jwk[name]?.string else { throw UnusableKey(missing(name, in: jwk)) }
        guard let bytes = Base64URL.decode(text), !bytes.isEmpty else {
            throw UnusableKey("its \(name) is not base64url without padding")
        }
        if let size, bytes.count != size { throw UnusableKey("its \(name) has \(bytes.count) bytes, not \(size)") }
        return bytes
    }

    private static func checked(
        _ kind: String, _ make: () throws -> KeyMaterial
    ) throws(UnusableKey) -> KeyMaterial {
        do { return try make() } catch { throw UnusableKey("its numbers are no public key for \(kind)") }
    }

    private static func missing(_ name: String, in jwk: JSONObject) -> String {
        jwk[name].map { "its \(name) is \($0.kind), not a string" } ?? "it has no \(name)"
    }
}

// MARK: - Key material

/// The numbers of a public key, checked.
enum KeyMaterial: Sendable {
    case rsa(Insecure.RSA.PublicKey)
    case p256(ES256PublicKey)
    case p384(ES384PublicKey)
    case p521(ES512PublicKey)
    case ed25519(EdDSA.PublicKey)

    /// The algorithms that such a key can verify.
    var algorithms: [TokenAlgorithm] {
        switch self {
        case .rsa: [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]
        case .p256: [.es256]
        case .p384: [.es384]
        case .p521: [.es512]
        case .ed25519: [.edDSA, .ed25519]
        }
    }

    /// Whether `signature` over `bytes` is this key's, by this algorithm and no other.
    ///
    /// The collection is made for this one check: a shared one would pin a key to the algorithm of its first token, and would
    /// try its first key for a `kid` that it does not know.
    func verifies(_ signature: [UInt8], over bytes: [UInt8], by algorithm: TokenAlgorithm) async -> Bool {
        guard algorithms.contains(algorithm) else { return false }
        let keys = JWTKeyCollection()
        switch self {
        case .rsa(let key) where algorithm.rawValue.hasPrefix("PS"):
            await keys.add(pss: key, digestAlgorithm: algorithm.digest)
        case .rsa(let key): await keys.add(rsa: key, digestAlgorithm: algorithm.digest)
        case .p256(let key): await keys.add(ecdsa: key)
        case .p384(let key): await keys.add(ecdsa: key)
        case .p521(let key): await keys.add(ecdsa: key)
        case .ed25519(let key): await keys.add(eddsa: key)
        }
        // jwt-kit throws for a signature of a length that the key cannot have made.
        return (try? await keys.getKey().verify(signature, signs: bytes)) ?? false
    }
}

// MARK: - Algorithms

/// The signature algorithms of RFC 7518, RFC 8037 and RFC 9864 that need no shared secret: what a key set's token may be signed
/// with.
package enum TokenAlgorithm: String, CaseIterable, Sendable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"
    /// EdDSA with this one curve, under the name that RFC 9864 gives it.
    case ed25519 = "Ed25519"
}

extension TokenAlgorithm {
    fileprivate var digest: DigestAlgorithm {
        switch self {
        case .rs256, .ps256, .es256: .sha256
        case .rs384, .ps384, .es384: .sha384
        case .rs512, .ps512, .es512, .edDSA, .ed25519: .sha512
        }
    }
}
