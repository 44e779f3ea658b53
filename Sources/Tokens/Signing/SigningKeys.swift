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
