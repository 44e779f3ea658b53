import Kernel

/// The choices of product.md 8 as a scenario writes them; what it does not name keeps its default.
package struct PoliciesSeed: Codable, Sendable {
    /// When and how the check of an identity's sign-in data ends.
    package struct IdentityValidation: Codable, Sendable {
        var after: TimeSpan?
        var outcome: AnchorPolicies.Outcome?
        var afterPage: TimeSpan?

        private enum CodingKeys: String, CodingKey { case after, outcome, afterPage }
    }

    /// From when on the API knows a new identity.
    package struct IdentityVisibility: Codable, Sendable {
        var after: TimeSpan?
        var afterReads: Int?

        private enum CodingKeys: String, CodingKey { case after, afterReads }
    }

    /// How many sessions may be created in a window of time.
    package struct SessionRateLimit: Codable, Sendable {
        var sessions: Int
        var per: TimeSpan

        private enum CodingKeys: String, CodingKey { case sessions, per }
    }

    var apiKeys: [String]?
    var identityMetadata: AnchorPolicies.MetadataUpdate?
    var tokenSpentOn: AnchorPolicies.TokenSpending?
    var onCancel: AnchorPolicies.Departure?
    var onSuccess: AnchorPolicies.Departure?
    var callbackAppend: AnchorPolicies.CallbackAppend?
    var callbackScheme: AnchorPolicies.CallbackScheme?
    var tokenEnvelope: AnchorPolicies.TokenEnvelope?
    var callbackParameter: AnchorPolicies.CallbackParameter?
    var unknownIDs: AnchorPolicies.UnknownIDs?
    var identityValidation: IdentityValidation?
    var identityVisibility: IdentityVisibility?
    var callbackDelivery: AnchorPolicies.CallbackDelivery?
    var repeatedForm: AnchorPolicies.RepeatedForm?
    var credits: AnchorPolicies.Credits?
    var sessionRateLimit: SessionRateLimit?
    var identityCredentials: AnchorPolicies.CredentialsVisibility?

    private enum CodingKeys: String, CodingKey {
        case apiKeys, identityMetadata, tokenSpentOn, onCancel, onSuccess, callbackAppend, callbackScheme, tokenEnvelope
        case callbackParameter
        case unknownIDs = "unknownIds"
        case identityValidation, identityVisibility, callbackDelivery, repeatedForm
        case credits, sessionRateLimit, identityCredentials
    }
}
