import JWTKit
package import Kernel

/// The keys that every Drydock has, the same in each world: made for it, published with it, and good for nothing else.
package enum BuiltInKeys {
    /// The public keys as a JWKS document, each with `kid`, `alg` and `use: "sig"`.
    package static let jwks: JSONValue = resource {
        let entries = try SigningAlgorithm.allCases.map { algorithm in
            var jwk = try own[algorithm].publicJWK()
            jwk["kid"] = .string(algorithm.kid)
            jwk["alg"] = .string(algorithm.rawValue)
            jwk["use"] = "sig"
            return JSONValue.object(jwk)
        }
        return ["keys": .array(entries)]
    }

    /// The public keys, read from the document that is published.
    package static let keySet: KeySet = resource { try KeySet(document: jwks) }

    /// The private keys of the set.
    static let own: SigningKeys = resource {
        try SigningKeys(
            rs256: PackageResources.drydock_rs256_pem,
            es256: PackageResources.drydock_es256_pem,
            edDSA: PackageResources.drydock_eddsa_pem)
    }

    /// Private keys that no published set has.
    static let foreign: SigningKeys = resource {
        try SigningKeys(
            rs256: PackageResources.foreign_rs256_pem,
            es256: PackageResources.foreign_es256_pem,
            edDSA: PackageResources.foreign_eddsa_pem)
    }

    /// What is made from embedded files alone is the same in each run, so the tests have seen it succeed.
    private static func resource<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { preconditionFailure("the built-in keys cannot be read: \(error)") }
    }
}

/// What the built-in keys can sign with; raw values are the names of RFC 7518.
package enum SigningAlgorithm: String, CaseIterable, Sendable {
    case rs256 = "RS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"

    /// The `kid` of the built-in key for it, for example `drydock-rs256-1`: the same in each world and each release.
    package var kid: String { "drydock-\(rawValue.lowercased())-1" }
}

/// One private key for each algorithm.
struct SigningKeys: Sendable {
    private let rs256: SigningKey
    private let es256: SigningKey
    private let edDSA: SigningKey

    /// Reads PKCS #8 PEMs.
    init(rs256: [UInt8], es256: [UInt8], edDSA: [UInt8]) throws {
        self.rs256 = try SigningKey(.rs256, pem: rs256)
        self.es256 = try SigningKey(.es256, pem: es256)
        self.edDSA = try SigningKey(.edDSA, pem: edDSA)
    }

    subscript(algorithm: SigningAlgorithm) -> SigningKey {
        switch algorithm {
        case .rs256: rs256
        case .es256: es256
        case .edDSA: edDSA
        }
    }
}

/// A private key for one algorithm.
enum SigningKey: Sendable {
    case rs256(Insecure.RSA.PrivateKey)
    case es256(ES256PrivateKey)
    case edDSA(EdDSA.PrivateKey)

    /// Reads a PKCS #8 PEM.
    init(_ algorithm: SigningAlgorithm, pem: [UInt8]) throws {
        let pem = String(decoding: pem, as: UTF8.self)
        switch algorithm {
        case .rs256: self = .rs256(try Insecure.RSA.PrivateKey(pem: pem))
        case .es256: self = .es256(try ES256PrivateKey(pem: pem))
        case .edDSA: self = .edDSA(try EdDSA.PrivateKey(pem: pem))
        }
    }

    /// The PEM of the public key.
    var publicPEM: String {
        switch self {
        case .rs256(let key): key.publicKey.pemRepresentation
        case .es256(let key): key.publicKey.pemRepresentation
        case .edDSA(let key): key.publicKey.pemRepresentation
        }
    }

    /// The signature over `bytes`: always the same by RS256 and EdDSA, another one each time by ES256.
    func sign(_ bytes: [UInt8]) async throws -> [UInt8] {
        let keys = JWTKeyCollection()
        switch self {
        case .rs256(let key): await keys.add(rsa: key, digestAlgorithm: .sha256)
        case .es256(let key): await keys.add(ecdsa: key)
        case .edDSA(let key): await keys.add(eddsa: key)
        }
        return try await keys.getKey().sign(bytes)
    }
}

// MARK: - Publishing

extension SigningKey {
    /// The public key as an entry of a key set, without `kid`, `alg` and `use`.
    func publicJWK() throws -> JSONObject {
        switch self {
        case .rs256(let key):
            let primitives = try key.publicKey.getKeyPrimitives()
            return [
                "kty": "RSA",
                "n": .string(Base64URL.encode(Array(primitives.modulus))),
                "e": .string(Base64URL.encode(Array(primitives.publicExponent))),
            ]
        case .es256(let key):
            let parameters = key.publicKey.parameters
            return [
                "kty": "EC",
                "crv": "P-256",
                "x": .string(Self.base64URL(parameters?.x ?? "")),
                "y": .string(Self.base64URL(parameters?.y ?? "")),
            ]
        case .edDSA(let key):
            return [
                "kty": "OKP",
                "crv": "Ed25519",
                "x": .string(Base64URL.encode(Array(key.publicKey.rawRepresentation))),
            ]
        }
    }

    /// jwt-kit gives coordinates in plain base64, with padding.
    private static func base64URL(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
