package import Kernel

/// The choices where Anchor's documents are silent (Choices.md), as one world has them. Fixed when the world is made.
package struct AnchorPolicies: PolicySet {
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

    /// When and how the check of an identity's sign-in data ends.
    package struct IdentityValidation: PolicySet {
        var after = TimeSpan.seconds(2)
        var outcome = ValidationOutcome.validated
        var afterPage = TimeSpan.zero

        /// Two seconds, and no time after the hosted page.
        package init() {}

        /// What a scenario can say of it.
        package static let choices: [PolicyChoice<Self>] = [
            PolicyChoice("after", \.after, "How long it takes after POST /v1/identities."),
            PolicyChoice("outcome", \.outcome, "How it ends."),
            PolicyChoice("afterPage", \.afterPage, "How long it takes after the hosted page."),
        ]
    }

    /// From when on the API knows a new identity.
    package struct IdentityVisibility: PolicySet {
        var after = TimeSpan.zero
        var afterReads = 0

        /// At once.
        package init() {}

        /// What a scenario can say of it.
        package static let choices: [PolicyChoice<Self>] = [
            PolicyChoice("after", \.after, "How long it cannot be read."),
            PolicyChoice(
                "afterReads", \.afterReads, FieldDescription("How often it is read in vain.", range: 0...1_000_000)),
        ]
    }

    /// How many sessions may be created in a window of time.
    package struct SessionRateLimit: Codable, Sendable, Equatable, ObjectDescribed {
        var sessions: Int
        var per = TimeSpan.minutes(1)

        private enum CodingKeys: String, CodingKey { case sessions, per }

        /// What the keys are for.
        package static let objectDescription = ObjectDescription([
            "sessions": FieldDescription("How many may be created in the window.", range: 0...1_000_000),
            "per": "The window's length.",
        ])
    }

    var apiKeys: [String]?
    var identityMetadata = MetadataUpdate.replace
    var tokenSpentOn = TokenSpending.completion
    var onCancel = Departure.redirect
    var onSuccess = Departure.redirect
    var callbackAppend = CallbackAppend.literal
    /// What `--allow-http-callbacks` changes.
    package var callbackScheme = CallbackScheme.https
    var tokenEnvelope = TokenEnvelope.both
    var callbackParameter = CallbackParameter.snake
    var unknownIDs = UnknownIDs.refuse
    var identityValidation = IdentityValidation()
    var identityVisibility = IdentityVisibility()
    /// How often the control plane calls the callback, too.
    package var callbackDelivery = CallbackDelivery.once
    var repeatedForm = RepeatedForm.answered
    var credits = Credits.unlimited
    var sessionRateLimit: SessionRateLimit?
    var identityCredentials = CredentialsVisibility.shown
    /// How many objects a world holds. No scenario changes it.
    package var objectLimit = 1_000_000

    /// The defaults.
    package init() {}

    /// How bodies are read: whoever adopts ids takes bodies as they come.
    package var reading: FieldReading { unknownIDs == .adopt ? .lenient : .strict }

    /// What a scenario can choose.
    package static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "apiKeys", \.apiKeys, "The only keys that are taken, without @world; without this, every non-empty one."),
        PolicyChoice(
            "identityMetadata", \.identityMetadata, "What PUT identity does with metadata that is there already."),
        PolicyChoice("tokenSpentOn", \.tokenSpentOn, "What spends an identity token."),
        PolicyChoice("onCancel", \.onCancel, "Where a user who cancels or cannot sign in ends up."),
        PolicyChoice(
            "onSuccess", \.onSuccess,
            "Whether the success step leads back; stay is the user who closes the tab there."),
        PolicyChoice("callbackAppend", \.callbackAppend, "Whether the callback's own query is respected."),
        PolicyChoice("callbackScheme", \.callbackScheme, "Whether http callbacks to this machine are taken."),
        PolicyChoice("tokenEnvelope", \.tokenEnvelope, "Which parts the token answer has."),
        PolicyChoice("callbackParameter", \.callbackParameter, "Under which name the callback gets the identity."),
        PolicyChoice("unknownIds", \.unknownIDs, "Whether an id that was never issued is adopted at first touch."),
        PolicyChoice("identityValidation", \.identityValidation, "When and how the check of sign-in data ends."),
        PolicyChoice(
            "identityVisibility", \.identityVisibility,
            "From when on the API knows a new identity; both conditions hold."),
        PolicyChoice(
            "callbackDelivery", \.callbackDelivery, "How often the callback is called at the end of a visit."),
        PolicyChoice("repeatedForm", \.repeatedForm, "What a form of the hosted page that comes twice gets."),
        PolicyChoice("credits", \.credits, "Whether sessions can be paid for."),
        PolicyChoice(
            "sessionRateLimit", \.sessionRateLimit,
            "How many sessions may be created in a window; without this, any number."),
        PolicyChoice("identityCredentials", \.identityCredentials, "Whether GET …/credentials is there."),
    ]
}
