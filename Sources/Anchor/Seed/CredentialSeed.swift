package import Kernel

/// Sign-in data that an identity begins with. Which of the keys belong to it depends on its type.
package struct CredentialSeed: Codable, Sendable {
    /// The vendor's words (anchor.md 3).
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case usernamePassword = "username_password"
        case authenticator
        case custom
    }

    /// A field of a custom sign-in.
    package struct Field: Codable, Sendable {
        var name: String
        var value: String

        private enum CodingKeys: String, CodingKey { case name, value }
    }

    var type: Kind
    var username: String?
    var password: String?
    var secret: String?
    var otp: String?
    var fields: [Field]?

    private enum CodingKeys: String, CodingKey { case type, username, password, secret, otp, fields }

    /// The credential; nil where a key of its type is missing.
    var credential: Credential? {
        switch type {
        case .usernamePassword:
            guard let username, let password else { return nil }
            return .usernamePassword(username: username, password: password)
        case .authenticator: return secret.map { .authenticator(secret: $0, otp: otp) }
        case .custom:
            return fields.map { fields in
                .custom(fields: fields.map { Credential.CustomField(name: $0.name, value: $0.value) })
            }
        }
    }

    /// The keys that a type needs, for complaints.
    var neededKeys: String {
        switch type {
        case .usernamePassword: "username and password"
        case .authenticator: "secret"
        case .custom: "fields"
        }
    }
}

extension CredentialSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "type": "Which kind it is, and so which of the other keys it needs.",
        "username": "For username_password.",
        "password": "For username_password.",
        "secret": "For authenticator.",
        "otp": "For authenticator; may be left out.",
        "fields": "For custom.",
    ])
}
