import JWTKit
import Kernel

/// A private key of ours.
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

    /// Signs; RS256 and EdDSA give the same bytes for the same bytes, ES256 is random by nature.
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
