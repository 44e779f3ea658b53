import Browsers
package import Kernel
import KernelHTTP

/// Anchor's part of a scenario: what a world begins with, and the choices that hold in it (Scenarios.md, Choices.md).
package struct AnchorSeed: ScenarioSection {
    /// `anchor`
    package static let name = "anchor"

    var applications: [ApplicationSeed]?
    var authFlows: [AuthFlowSeed]?
    var identities: [IdentitySeed]?
    var profiles: [ProfileSeed]?
    var extensions: [ExtensionSeed]?
    var certificates: [CertificateSeed]?
    var integrations: [IntegrationSeed]?
    var sessions: [SessionSeed]?
    var volumes: [VolumeSeed]?
    var tasks: [TaskSeed]?
    var taskResults: [TaskResultSeed]?
    var webhooks: [WebhookSeed]?
    var pages: [PageSeed]?
    var signInFlows: [SignInFlowSeed]?
    var policies: AnchorPolicies?

    private enum CodingKeys: String, CodingKey {
        case applications, authFlows, identities, profiles, extensions, certificates, integrations, sessions, volumes
        case tasks
        case taskResults
        case pages, signInFlows
        case policies
        case webhooks
    }

    /// No objects, and the default choices.
    package init() {}
}

extension AnchorPolicies {
    /// What `seed` chooses, over the defaults.
    package init(_ seed: AnchorSeed) {
        self = seed.policies ?? AnchorPolicies()
    }
}

extension AnchorSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "applications": "The sites that are registered already.",
        "authFlows": "Ways to sign in, besides the default one that every application has.",
        "identities": "The sign-ins that are there already.",
        "profiles": "The stored browser profiles.",
        "extensions": "The browser extensions that are uploaded already.",
        "certificates": "The certificates that are uploaded already.",
        "integrations": "The password managers that are connected already.",
        "sessions": "The browser sessions that run already.",
        "volumes": "The stored files.",
        "tasks": "The tasks that are there already.",
        "taskResults": "What agents answer, the first that fits and is not used up.",
        "webhooks": "The receivers of events that are registered already.",
        "pages": "What the page tools find where no browser shows the page.",
        "signInFlows": "How sites sign in, for sign-ins that are led step by step.",
        "policies": "Drydock's choices where the vendor's documents are silent.",
    ])
}

/// An application that a world begins with.
struct ApplicationSeed: Codable, Sendable {
    var id: ObjectID?
    var name: String?
    var source: String
    var description: String?
    var signedIn: StorageStateSeed?

    private enum CodingKeys: String, CodingKey { case id, name, source, description, signedIn }

    /// What the application will be called.
    var displayName: String? { name ?? WebAddress(site: source)?.host }
}

extension ApplicationSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it; without it, the host.",
        "source": "The site: an http or https URL, or a host.",
        "description": "What it is for.",
        "signedIn": "What browsers have of its validated identities, unless an identity has a browser of its own.",
    ])
}

/// A way to sign in that an application begins with, besides the default one.
struct AuthFlowSeed: Codable, Sendable {
    /// The vendor's words, and the default flow's.
    enum Method: String, Codable, CaseIterable, Sendable {
        case profile
        case usernamePassword = "username_password"
        case authenticator
        case custom
    }

    /// A field that a custom sign-in asks for.
    struct CustomField: Codable, Sendable {
        var name: String

        private enum CodingKeys: String, CodingKey { case name }
    }

    var id: ObjectID?
    var application: ObjectID
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
    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "application": "The application's name or id.",
        "name": "What people call it.",
        "methods": "How one signs in; profile is the guided sign-in.",
        "description": "What it is for.",
        "isRecommended": "Whether the page offers it first.",
        "customFields": "What a custom sign-in asks for.",
    ])
}

/// An identity that a world begins with.
struct IdentitySeed: Codable, Sendable {
    var id: ObjectID?
    var application: ObjectID
    var name: String
    var status: Identity.Status?
    var metadata: JSONValue?
    var credentials: [CredentialSeed]?
    var browser: StorageStateSeed?

    private enum CodingKeys: String, CodingKey { case id, application, name, status, metadata, credentials, browser }

    /// `pending` lasts as long as the world's choice says, counted from its beginning.
    func draft(source: String, _ turn: AnchorTurn) -> Identity.Draft {
        let validation =
            switch status ?? .validated {
            case .validated: Validation(startingAt: turn.now, taking: .zero, outcome: .validated)
            case .failed: Validation(startingAt: turn.now, taking: .zero, outcome: .failed)
            case .pending:
                Validation(
                    startingAt: turn.now, taking: turn.policies.identityValidation.after,
                    outcome: turn.policies.identityValidation.outcome)
            }
        return Identity.Draft(
            name: name, source: source, metadata: metadata?.object ?? JSONObject(),
            credentials: (credentials ?? []).compactMap(\.credential), validation: validation)
    }
}

extension IdentitySeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "application": "The application's name or id.",
        "name": "What people call it.",
        "status": "Without it, validated; pending ends as policies.identityValidation says.",
        "metadata": "Any object of the customer's.",
        "credentials": "The stored sign-in data.",
        "browser": "What a browser has of it while it is validated, in place of the application's signedIn.",
    ])
}

/// Sign-in data that an identity begins with. Which of the keys belong to it depends on its type.
struct CredentialSeed: Codable, Sendable {
    /// A field of a custom sign-in.
    struct Field: Codable, Sendable {
        var name: String
        var value: String

        private enum CodingKeys: String, CodingKey { case name, value }
    }

    var type: Credential.Kind
    var username: String?
    var password: String?
    var secret: String?
    var otp: String?
    var fields: [Field]?

    private enum CodingKeys: String, CodingKey { case type, username, password, secret, otp, fields }

    /// The credential; nil if a key of its type is missing.
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
    static let objectDescription = ObjectDescription([
        "type": "Which kind it is, and so which of the other keys it needs.",
        "username": "For username_password.",
        "password": "For username_password.",
        "secret": "For authenticator.",
        "otp": "For authenticator; may be left out.",
        "fields": "For custom.",
    ])
}

/// A browser profile that a world begins with.
struct ProfileSeed: Codable, Sendable {
    var name: String
    var description: String?

    private enum CodingKeys: String, CodingKey { case name, description }
}

extension ProfileSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "name": "What it is known by.",
        "description": "What it is for.",
    ])
}

/// A browser session that runs when a world begins.
struct SessionSeed: Codable, Sendable {
    var id: ObjectID?
    var identities: [ObjectID]?
    var tags: [String]?
    var initialURL: String?

    private enum CodingKeys: String, CodingKey { case id, identities, tags, initialURL }
}

extension SessionSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "identities": "The ids of the identities that it is signed in with.",
        "tags": "Words to find it by.",
        "initialURL": "The page that it opened first.",
    ])
}
