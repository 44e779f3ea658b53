import JWTKit

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
        case .ed25519: [.edDSA]
        }
    }

    /// Whether `signature` over `bytes` is this key's, by this algorithm and no other.
    ///
    /// The collection is made for this one check: a kept one would pin a key to the algorithm of its first token, and one
    /// with several keys would try the first of them for a `kid` that it does not know.
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
        // What jwt-kit throws here is a signature of a length that the key cannot have made.
        return (try? await keys.getKey().verify(signature, signs: bytes)) ?? false
    }
}

extension TokenAlgorithm {
    fileprivate var digest: DigestAlgorithm {
        switch self {
        case .rs256, .ps256, .es256: .sha256
        case .rs384, .ps384, .es384: .sha384
        case .rs512, .ps512, .es512, .edDSA: .sha512
        }
    }
}
