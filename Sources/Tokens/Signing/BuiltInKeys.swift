package import Kernel

/// The keys that every Drydock has, in each world the same: made for it, published with it, and good for nothing else.
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

    /// Private keys that are in no set of ours.
    static let strange: SigningKeys = resource {
        try SigningKeys(
            rs256: PackageResources.stranger_rs256_pem,
            es256: PackageResources.stranger_es256_pem,
            edDSA: PackageResources.stranger_eddsa_pem)
    }

    /// What is made of embedded files alone is the same in each run, so the tests have seen it succeed.
    private static func resource<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { preconditionFailure("the built-in keys cannot be read: \(error)") }
    }
}
