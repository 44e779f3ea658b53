import JWTKit
import Kernel

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

    /// jwt-kit tells coordinates in plain base64, with padding.
    private static func base64URL(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
