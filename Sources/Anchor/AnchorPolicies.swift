package import Kernel

/// The choices where Anchor's documents are silent (product.md 8), as one world has them. Fixed when the world is made.
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
    package enum Outcome: String, Codable, CaseIterable, Sendable { case validated, failed }
    /// Whether `GET …/credentials`, gone from newer specifications, is there (anchor.md 9, 8).
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
    package var validationOutcome = Outcome.validated
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

    /// The defaults of product.md 8.
    package init() {}

    /// How bodies are read: whoever adopts ids takes bodies as they come.
    package var reading: FieldReading { unknownIDs == .adopt ? .lenient : .strict }
}
