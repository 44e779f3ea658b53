package import Kernel

/// An end user who linked before a world began.
package struct AppUserSeed: Codable, Sendable {
    var id: String
    var organization: String?
    var environment: KeySpace?
    var email: String?
    var sessions: [SessionSeed]?

    private enum CodingKeys: String, CodingKey { case id, organization, environment, email, sessions }
}

extension AppUserSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "The user's id as the customer knows it: the token's sub.",
        "organization": "The id or name of the organisation; without it, the ready-made one.",
        "environment": "Where the user linked; without it, sandbox.",
        "email": "The user's address.",
        "sessions": "The apps that the user linked.",
    ])
}
