package import Kernel

/// An SDK client that a world begins with.
package struct SdkClientSeed: Codable, Sendable {
    /// What kind of client it is.
    package enum Kind: String, Codable, CaseIterable, Sendable { case service, application }

    var id: String?
    var name: String
    var description: String?
    var organization: String?
    var environment: KeySpace?
    var kind: Kind
    var userPool: String?
    var apiKey: String?
    var oauthDisabled: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, name, description, organization, environment, kind, userPool, apiKey, oauthDisabled
    }
}

extension SdkClientSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it.",
        "description": "What it is for.",
        "organization": "The id or name of its organisation; without it, the ready-made one.",
        "environment": "Where a service client's key is good; without it, sandbox.",
        "kind": "A webapp (application) or a service.",
        "userPool": "The id or name of a webapp's pool; without it, the ready-made one.",
        "apiKey": "A service client's key; without it one is issued. Begins with anon_ or ory_.",
        "oauthDisabled": "As the vendor's field of that name.",
    ])
}
