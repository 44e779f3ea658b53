/// Sign-in data of an identity (anchor.md 3).
package enum Credential: Codable, Sendable, Equatable {
    /// One field of a custom sign-in.
    package struct CustomField: Codable, Sendable, Equatable {
        /// The field's name.
        package let name: String
        /// What the user entered.
        package let value: String

        /// A field of these.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    case usernamePassword(username: String, password: String)
    case authenticator(secret: String, otp: String?)
    case custom(fields: [CustomField])

    /// The user's name, where the credential has one.
    package var username: String? {
        if case .usernamePassword(let username, _) = self { username } else { nil }
    }
}
