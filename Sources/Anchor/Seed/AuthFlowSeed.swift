package import Kernel

/// A way to sign in that an application begins with, besides the default one.
package struct AuthFlowSeed: Codable, Sendable {
    /// The vendor's words, and the default flow's.
    package enum Method: String, Codable, CaseIterable, Sendable {
        case profile
        case usernamePassword = "username_password"
        case authenticator
        case custom
    }

    /// A field that a custom sign-in asks for.
    package struct CustomField: Codable, Sendable {
        var name: String

        private enum CodingKeys: String, CodingKey { case name }
    }

    var id: String?
    var application: String
    var name: String
    var methods: [Method]
    var description: String?
    var isRecommended: Bool?
    var customFields: [CustomField]?

    private enum CodingKeys: String, CodingKey {
        case id, application, name, methods, description, isRecommended, customFields
    }

    var draft: AuthFlow.Draft {
        AuthFlow.Draft(
            name: name, methods: methods.map(\.rawValue), description: description,
            isRecommended: isRecommended ?? false, customFields: (customFields ?? []).map(\.name))
    }
}

extension AuthFlowSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "application": "The application's name or id.",
        "name": "What people call it.",
        "methods": "How one signs in; profile is the guided sign-in.",
        "description": "What it is for.",
        "isRecommended": "Whether the page offers it first.",
        "customFields": "What a custom sign-in asks for.",
    ])
}
