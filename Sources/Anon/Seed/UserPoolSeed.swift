package import Kernel

/// A user pool that a world begins with.
package struct UserPoolSeed: Codable, Sendable {
    var id: String?
    var name: String
    var description: String?
    var organization: String?
    var jwksURI: String?
    var idClaim: String?

    private enum CodingKeys: String, CodingKey {
        case id, name, description, organization
        case jwksURI = "jwksUri"
        case idClaim
    }

    var authorization: UserPool.Authorization {
        jwksURI.map { .selfHosted(jwksURI: $0, idClaim: idClaim) } ?? .hosted
    }
}

extension UserPoolSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it; SDK clients refer to it by this or by the id.",
        "description": "What it is for.",
        "organization": "The id or name of its organisation; without it, the ready-made one.",
        "jwksUri": "Where its key set is; without it, the pool is hosted by Anon. Downloaded when a token is verified.",
        "idClaim": "The claim that names the user; without it, sub.",
    ])
}
