package import Kernel

/// An identity that a world begins with.
package struct IdentitySeed: Codable, Sendable {
    var id: String?
    var application: String
    var name: String
    var status: Identity.Status?
    var metadata: JSONValue?
    var credentials: [CredentialSeed]?

    private enum CodingKeys: String, CodingKey { case id, application, name, status, metadata, credentials }

    /// `pending` lasts as long as the world's choice says, counted from its beginning.
    func draft(source: String, policies: AnchorPolicies, now: Moment) -> Identity.Draft {
        let validation =
            switch status ?? .validated {
            case .validated: Validation(startingAt: now, taking: .zero, outcome: .validated)
            case .failed: Validation(startingAt: now, taking: .zero, outcome: .failed)
            case .pending:
                Validation(startingAt: now, taking: policies.validationDelay, outcome: policies.validationOutcome)
            }
        return Identity.Draft(
            name: name, source: source, metadata: metadata?.object ?? JSONObject(),
            credentials: (credentials ?? []).compactMap(\.credential), validation: validation)
    }
}

extension IdentitySeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "application": "The application's name or id.",
        "name": "What people call it.",
        "status": "Without it, validated; pending ends as policies.identityValidation says.",
        "metadata": "Any object of the customer's.",
        "credentials": "The stored sign-in data.",
    ])
}
