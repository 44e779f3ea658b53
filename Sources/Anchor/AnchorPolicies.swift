package import Kernel

/// The choices where Anchor's documents are silent (Choices.md), as one world has them. Fixed when the world is made.
package struct AnchorPolicies: Codable, Sendable, Equatable {
    /// What `PUT identity` does with metadata that is there already.
    package enum MetadataUpdate: String, Codable, CaseIterable, Sendable { case replace, merge }
    /// What spends an identity token.
    package enum TokenSpending: String, Codable, CaseIterable, Sendable { case completion, opening }
    /// Where a user ends up at the end of a visit to the hosted page.
    package enum Departure: String, Codable, CaseIterable, Sendable { case redirect, stay }
    /// What becomes of a query that the callback has already.
    package enum CallbackAppend: String, Codable, CaseIterable, Sendable { case literal, merge }
    /// Which callbacks are taken.
    package enum CallbackScheme: String, Codable, CaseIterable, Sendable { case https, httpsOrLoopback }
    /// Which parts the token answer has.
    package enum TokenEnvelope: String, Codable, CaseIterable, Sendable { case both, flat, data }
    /// Under which name the callback gets the identity.
    package enum CallbackParameter: String, Codable, CaseIterable, Sendable {
        case snake = "identity_id"
        case camel = "identityId"
        case both
    }
    /// What an id that was never issued is.
    package enum UnknownIDs: String, Codable, CaseIterable, Sendable { case refuse, adopt }
    /// What becomes of an identity's sign-in data.
    package enum ValidationOutcome: String, Codable, CaseIterable, Sendable { case validated, failed }
    /// Whether `GET …/credentials`, gone from newer specifications, is there (anchor.md 9, row 8).
    package enum CredentialsVisibility: String, Codable, CaseIterable, Sendable { case shown, hidden }
    /// How often the callback is called at the end of a visit.
    package enum CallbackDelivery: String, Codable, CaseIterable, Sendable { case once, twice, twiceAtOnce }
    /// What a form of the hosted page that comes twice gets: the same answer again, or the page of a used link.
    package enum RepeatedForm: String, Codable, CaseIterable, Sendable { case answered, refused }
    /// Whether sessions can be paid for.
    package enum Credits: String, Codable, CaseIterable, Sendable { case unlimited, none }

    /// The keys that are taken; nil takes every non-empty one.
    package var apiKeys: [String]?
    package var identityMetadata = MetadataUpdate.replace
    package var tokenSpentOn = TokenSpending.completion
    package var onCancel = Departure.redirect
    /// Whether the success step leads back; `stay` is the user who closes the tab there.
    package var onSuccess = Departure.redirect
    package var callbackAppend = CallbackAppend.literal
    package var callbackScheme = CallbackScheme.https
    package var tokenEnvelope = TokenEnvelope.both
    package var callbackParameter = CallbackParameter.snake
    package var unknownIDs = UnknownIDs.refuse
    /// How long validation takes after `POST /v1/identities`.
    package var validationDelay = TimeSpan.seconds(2)
    /// How long validation takes after the hosted page; zero is at once.
    package var validationDelayAfterPage = TimeSpan.zero
    /// How validation ends.
    package var validationOutcome = ValidationOutcome.validated
    /// How long the API does not know a new identity.
    package var visibilityDelay = TimeSpan.zero
    /// How often a new identity is read in vain.
    package var hiddenReads = 0
    package var callbackDelivery = CallbackDelivery.once
    package var repeatedForm = RepeatedForm.answered
    package var identityCredentials = CredentialsVisibility.shown
    package var credits = Credits.unlimited
    /// Sessions that may be created in each window; nil is without limit.
    package var sessionQuota: Int?
    /// The window of `sessionQuota`.
    package var sessionWindow = TimeSpan.minutes(1)
    /// How many objects a world holds.
    package var objectLimit = 1_000_000

    /// The defaults (Choices.md).
    package init() {}

    /// How bodies are read: whoever adopts ids takes bodies as they come.
    package var reading: FieldReading { unknownIDs == .adopt ? .lenient : .strict }
}

/// The choices (Choices.md) as a scenario writes them; what it does not name keeps its default.
package struct PoliciesSeed: Codable, Sendable {
    /// When and how the check of an identity's sign-in data ends.
    package struct IdentityValidation: Codable, Sendable {
        var after: TimeSpan?
        var outcome: AnchorPolicies.ValidationOutcome?
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

extension PoliciesSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "apiKeys": "The only keys that are taken, without @world; without this, every non-empty one.",
        "identityMetadata": "What PUT identity does with metadata that is there already.",
        "tokenSpentOn": "What spends an identity token.",
        "onCancel": "Where a user who cancels or cannot sign in ends up.",
        "onSuccess": "Whether the success step leads back; stay is the user who closes the tab there.",
        "callbackAppend": "Whether the callback's own query is respected.",
        "callbackScheme": "Whether http callbacks to this machine are taken.",
        "tokenEnvelope": "Which parts the token answer has.",
        "callbackParameter": "Under which name the callback gets the identity.",
        "unknownIds": "Whether an id that was never issued is adopted at first touch.",
        "identityValidation": "When and how the check of sign-in data ends.",
        "identityVisibility": "From when on the API knows a new identity; both conditions hold.",
        "callbackDelivery": "How often the callback is called at the end of a visit.",
        "repeatedForm": "What a form of the hosted page that comes twice gets.",
        "credits": "Whether sessions can be paid for.",
        "sessionRateLimit": "How many sessions may be created in a window; without this, any number.",
        "identityCredentials": "Whether GET …/credentials is there.",
    ])
}

extension PoliciesSeed.IdentityValidation: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "after": "How long it takes after POST /v1/identities.",
        "outcome": "How it ends.",
        "afterPage": "How long it takes after the hosted page.",
    ])
}

extension PoliciesSeed.IdentityVisibility: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "after": "How long it cannot be read.",
        "afterReads": FieldDescription("How often it is read in vain.", range: 0...1_000_000),
    ])
}

extension PoliciesSeed.SessionRateLimit: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "sessions": FieldDescription("How many may be created in the window.", range: 0...1_000_000),
        "per": "The window's length.",
    ])
}

/// The choices that a scenario makes, over the defaults.
extension AnchorPolicies {
    /// The defaults with what `seed` changes.
    package init(_ seed: AnchorSeed) {
        self.init()
        guard let policies = seed.policies else { return }
        apiKeys = policies.apiKeys
        identityMetadata = policies.identityMetadata ?? identityMetadata
        tokenSpentOn = policies.tokenSpentOn ?? tokenSpentOn
        onCancel = policies.onCancel ?? onCancel
        onSuccess = policies.onSuccess ?? onSuccess
        callbackAppend = policies.callbackAppend ?? callbackAppend
        callbackScheme = policies.callbackScheme ?? callbackScheme
        tokenEnvelope = policies.tokenEnvelope ?? tokenEnvelope
        callbackParameter = policies.callbackParameter ?? callbackParameter
        unknownIDs = policies.unknownIDs ?? unknownIDs
        validationDelay = policies.identityValidation?.after ?? validationDelay
        validationOutcome = policies.identityValidation?.outcome ?? validationOutcome
        validationDelayAfterPage = policies.identityValidation?.afterPage ?? validationDelayAfterPage
        visibilityDelay = policies.identityVisibility?.after ?? visibilityDelay
        hiddenReads = policies.identityVisibility?.afterReads ?? hiddenReads
        callbackDelivery = policies.callbackDelivery ?? callbackDelivery
        repeatedForm = policies.repeatedForm ?? repeatedForm
        credits = policies.credits ?? credits
        sessionQuota = policies.sessionRateLimit?.sessions
        sessionWindow = policies.sessionRateLimit?.per ?? sessionWindow
        identityCredentials = policies.identityCredentials ?? identityCredentials
    }
}
