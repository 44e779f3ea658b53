package import Kernel

/// An end user's sign-in at one application (anchor.md 3).
package struct Identity: Codable, Sendable, Equatable {
    /// The three documented words (anchor.md 3).
    package enum Status: String, Codable, CaseIterable, Sendable { case pending, validated, failed }

    /// What is known of a new identity.
    struct Draft: Sendable {
        /// The vendor's own default (anchor.md 3).
        static let unnamed = "Unnamed Identity"

        var name = unnamed
        /// The address of the site or of its sign-in page.
        var source: String
        var metadata = JSONObject()
        var credentials: [Credential] = []
        /// The name of the flow that the user went through.
        var authFlow: String?
        var validation: Validation
        var visibility: IdentityVisibility?
    }

    /// What a client changes; nil stays.
    struct Change: Sendable {
        var name: String?
        var metadata: JSONObject?
        var credentials: [Credential]?
    }

    /// A UUID, unless a client brought its own (policy `unknownIds`).
    package let id: String
    /// The place in the order of making.
    let ordinal: Int64
    /// The application that it belongs to.
    package let applicationID: String
    /// What people call it.
    package private(set) var name: String
    /// The address of the site or of its sign-in page.
    package let source: String
    /// Whatever the customer keeps with it.
    package private(set) var metadata: JSONObject
    /// The stored sign-in data.
    package private(set) var credentials: [Credential]
    /// The name of the flow that the user went through; nil where none was.
    package let authFlow: String?
    /// How far the check of the sign-in data is.
    package private(set) var validation: Validation
    /// From when on it can be read; nil where it can.
    var visibility: IdentityVisibility?
    /// When it was made.
    package let createdAt: Moment
    /// When it was changed last.
    package private(set) var updatedAt: Moment

    init(id: String, ordinal: Int64, applicationID: String, draft: Draft, createdAt: Moment) {
        self.id = id
        self.ordinal = ordinal
        self.applicationID = applicationID
        self.createdAt = createdAt
        name = draft.name
        source = draft.source
        metadata = draft.metadata
        credentials = draft.credentials
        authFlow = draft.authFlow
        validation = draft.validation
        visibility = draft.visibility
        updatedAt = createdAt
    }

    /// The status at `now`.
    package func status(at now: Moment) -> Status { validation.status(at: now) }

    /// Takes over what `change` names. Credentials start a new validation (ours; anchor.md 3).
    mutating func apply(_ change: Change, policies: AnchorPolicies, at now: Moment) {
        name = change.name ?? name
        if let pairs = change.metadata {
            switch policies.identityMetadata {
            case .replace: metadata = pairs
            case .merge: for pair in pairs.members { metadata[pair.name] = pair.value }
            }
        }
        if let credentials = change.credentials {
            self.credentials = credentials
            validation = .afterCreation(of: credentials, policies: policies, at: now)
        }
        updatedAt = now
    }

    /// Starts another validation.
    mutating func revalidate(_ validation: Validation, at now: Moment) {
        self.validation = validation
        updatedAt = now
    }
}
