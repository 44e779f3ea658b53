import Kernel

/// One way to sign in at an application (anchor.md 2).
struct AuthFlow: Codable, Sendable, Equatable {
    /// What a client can ask for. `profile` is the guided sign-in of the default flow and cannot be asked for (anchor.md 2.1).
    enum Method: String, Codable, CaseIterable, Sendable {
        case usernamePassword = "username_password"
        case authenticator
        case custom
    }

    /// What the client says of a new flow.
    struct Draft: Sendable {
        var name: String
        var methods: [String]
        var description: String?
        var isRecommended = false
        var customFields: [String] = []

        /// What every new application begins with (anchor.md 2.1; that its method is `profile` is inferred from clients).
        static let standard = Draft(name: "Standard authentication", methods: ["profile"], isRecommended: true)
    }

    /// What the client changes; nil stays.
    struct Change: Sendable {
        var name: String?
        var methods: [String]?
        var description: String?
        var isRecommended: Bool?
        var customFields: [String]?
    }

    /// How many flows an application may have (ours): whatever is done to one looks through all of them.
    static let mostOfApplication = 1000

    /// A UUID, unless a client brought its own (policy `unknownIds`).
    let id: String
    private(set) var name: String
    /// `Method`'s words, or `profile` for a guided sign-in.
    private(set) var methods: [String]
    private(set) var description: String?
    /// Whether the page should offer it first.
    private(set) var isRecommended: Bool
    /// The names of the fields that a `custom` sign-in asks for.
    private(set) var customFields: [String]
    let createdAt: Moment
    private(set) var updatedAt: Moment

    init(id: String, draft: Draft, createdAt: Moment) {
        self.id = id
        self.createdAt = createdAt
        name = draft.name
        methods = draft.methods
        description = draft.description
        isRecommended = draft.isRecommended
        customFields = draft.customFields
        updatedAt = createdAt
    }

    /// Applies what `change` names.
    mutating func apply(_ change: Change, at now: Moment) {
        name = change.name ?? name
        methods = change.methods ?? methods
        description = change.description ?? description
        isRecommended = change.isRecommended ?? isRecommended
        customFields = change.customFields ?? customFields
        updatedAt = now
    }
}
