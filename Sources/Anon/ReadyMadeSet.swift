package import Kernel

/// What every world has without any set-up, so that a quickstart needs none: issued, hence another in each world.
package struct ReadyMadeSet: Codable, Sendable {
    /// The member's e-mail address; the same in every world.
    package static let memberEmail = "admin@drydock.example"
    /// The member's password; the same in every world.
    package static let memberPassword = "drydock"
    /// The example user's id as the customer knows it; the same in every world.
    package static let exampleUser = "example-user"

    static let organizationName = "Drydock"
    static let userPoolName = "Example users"

    /// The organisation, which unknown `anon_…` and `ory_…` bearers belong to, too.
    package let organizationID: String
    /// The organisation's member, an Admin.
    package let memberID: String
    /// The hosted pool.
    package let userPoolID: String
    /// The webapp client on that pool: Link's `clientId`.
    package let webappClientID: String
    /// The service client with the sandbox key.
    package let serviceClientID: String
    /// Its key.
    package let apiKey: String
    /// The service client with the production key.
    package let prodServiceClientID: String
    /// Its key.
    package let prodAPIKey: String
    /// When the world began: the example token's `iat`.
    package let madeAt: Moment

    init(ids: inout IDSequence, madeAt: Moment) {
        organizationID = ids.uuid()
        memberID = ids.uuid()
        userPoolID = ids.uuid()
        webappClientID = ids.uuid()
        serviceClientID = ids.uuid()
        apiKey = ids.anonAPIKey()
        prodServiceClientID = ids.uuid()
        prodAPIKey = ids.anonAPIKey()
        self.madeAt = madeAt
    }
}
