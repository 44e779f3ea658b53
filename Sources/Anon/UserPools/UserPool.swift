/// A group of end users, and how their tokens are verified (anon.md 2.4).
struct UserPool: Codable, Sendable, Equatable {
    /// Whose keys sign the tokens.
    enum Authorization: Codable, Sendable, Equatable {
        /// Anon's own.
        case hosted
        /// The customer's, at an address.
        case selfHosted(jwksURI: String, idClaim: String?)
    }

    /// What is known of a pool before it has an id.
    struct Draft: Sendable {
        let name: String
        let description: String
        let authorization: Authorization
    }

    /// The claim that names the user where the pool names none (anon.md 2.4).
    static let defaultIDClaim = "sub"

    let id: String
    let name: String
    let description: String
    let organizationID: String
    let authorization: Authorization
    let ordinal: Int64

    var isHosted: Bool { authorization == .hosted }

    /// The claim that names the user.
    var idClaim: String {
        guard case .selfHosted(_, let claim?) = authorization else { return Self.defaultIDClaim }
        return claim
    }
}
