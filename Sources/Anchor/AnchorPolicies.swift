package import Kernel

/// The choices where Anchor's documents are silent (Choices.md), as one world has them. Fixed when the world is made.
package struct AnchorPolicies: PolicySet {
    /// What `PUT identity` does with metadata that is there already.
    enum MetadataUpdate: String, Codable, CaseIterable, Sendable { case replace, merge }
    /// What spends an identity token.
    enum TokenSpending: String, Codable, CaseIterable, Sendable { case completion, opening }
    /// Where a user ends up at the end of a visit to the hosted page.
    enum Departure: String, Codable, CaseIterable, Sendable { case redirect, stay }
    /// What becomes of a query that the callback has already.
    enum CallbackAppend: String, Codable, CaseIterable, Sendable { case literal, merge }
    /// Which callbacks are taken.
    package enum CallbackScheme: String, Codable, CaseIterable, Sendable { case https, httpsOrLoopback }
    /// Which parts the token answer has.
    enum TokenEnvelope: String, Codable, CaseIterable, Sendable { case both, flat, data }
    /// Under which name the callback gets the identity.
    enum CallbackParameter: String, Codable, CaseIterable, Sendable {
        case snake = "identity_id"
        case camel = "identityId"
        case both
    }
    /// What an id that was never issued is.
    enum UnknownIDs: String, Codable, CaseIterable, Sendable { case refuse, adopt }
    /// What becomes of an identity's sign-in data.
    enum ValidationOutcome: String, Codable, CaseIterable, Sendable { case validated, failed }
    /// Whether `GET …/credentials`, gone from newer specifications, is there (anchor.md 9, row 8).
    enum CredentialsVisibility: String, Codable, CaseIterable, Sendable { case shown, hidden }
    /// How often the callback is called at the end of a visit.
    package enum CallbackDelivery: String, Codable, CaseIterable, Sendable { case once, twice, twiceAtOnce }
    /// What a form of the hosted page that comes twice gets: the same answer again, or the page of a used link.
    enum RepeatedForm: String, Codable, CaseIterable, Sendable { case answered, refused }
    /// Whether the project has volumes.
    enum VolumeAccess: String, Codable, CaseIterable, Sendable { case enabled, disabled }
    /// Whether sessions can be paid for.
    enum Credits: String, Codable, CaseIterable, Sendable { case unlimited, none }

    /// When and how the check of an identity's sign-in data ends.
    struct IdentityValidation: PolicySet {
        var after = TimeSpan.seconds(2)
        var outcome = ValidationOutcome.validated
        var afterPage = TimeSpan.zero

        /// Two seconds, and no time after the hosted page.
        init() {}

        static let choices: [PolicyChoice<Self>] = [
            PolicyChoice(
                "after", \.after, "How long it takes after POST /v1/identities.",
                row: PolicyRow(
                    "identity after `POST /v1/identities`", "`pending`, `validated` 2 s later",
                    example: "identityValidation: {after: 2s, outcome: validated}")),
            PolicyChoice("outcome", \.outcome, "How it ends."),
            PolicyChoice(
                "afterPage", \.afterPage, "How long it takes after the hosted page.",
                row: PolicyRow(
                    "identity after the page", "`validated` at once",
                    example: "identityValidation: {afterPage: 2s, outcome: failed}")),
        ]
    }

    /// From when on the API knows a new identity.
    struct IdentityVisibility: PolicySet {
        var after = TimeSpan.zero
        var afterReads = 0

        /// At once.
        init() {}

        static let choices: [PolicyChoice<Self>] = [
            PolicyChoice("after", \.after, "How long it cannot be read."),
            PolicyChoice(
                "afterReads", \.afterReads, FieldDescription("How often it is read in vain.", range: 0...1_000_000)),
        ]
    }

    /// How a new volume comes to be ready.
    struct VolumeCreation: PolicySet {
        var after = TimeSpan.zero

        /// At once.
        init() {}

        static let choices: [PolicyChoice<Self>] = [
            PolicyChoice(
                "after", \.after, "How long it is creating.",
                row: PolicyRow("a new volume", "`ready` at once", example: "volumeCreation: {after: 2s}"))
        ]
    }

    /// How many sessions may be created in a window of time.
    struct SessionRateLimit: Codable, Sendable, Equatable, ObjectDescribed {
        var sessions: Int
        var per = TimeSpan.minutes(1)

        private enum CodingKeys: String, CodingKey { case sessions, per }

        static let objectDescription = ObjectDescription([
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
    var browserOrigins: [String] = []
    var volumes = VolumeAccess.enabled
    var volumeCreation = VolumeCreation()
    var taskGeneration = TaskGenerationPolicy()
    var taskQueue = TimeSpan.zero
    var agents = AgentPolicies()
    var webhooks = WebhookPolicies()
    var pageTools = PageToolPolicies()
    var dynamicSignIn = DynamicSignInPolicies()
    var asyncSessions = AsyncSessionPolicy()
    var batchSessions = BatchSessionPolicy()
    /// How many objects a world holds. No scenario changes it.
    package var objectLimit = 1_000_000
    /// How many bytes the contents of a world's files may have: written out, they fit into a snapshot that can be imported. No
    /// scenario changes it.
    package var fileByteLimit = 128 << 20

    /// The defaults.
    package init() {}

    /// How bodies are read: whoever adopts ids takes bodies as they come.
    var reading: FieldReading { unknownIDs == .adopt ? .lenient : .strict }

    /// What a scenario can choose.
    package static let choices: [PolicyChoice<Self>] = ownChoices + WebhookPolicies.choices

    private static let ownChoices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "apiKeys", \.apiKeys, "The only keys that are taken, without @world; without this, every non-empty one.",
            row: PolicyRow(
                "key missing or refused", "401; any non-empty key is taken unless keys are listed",
                example: "apiKeys: […]")),
        PolicyChoice(
            "identityMetadata", \.identityMetadata, "What PUT identity does with metadata that is there already.",
            row: PolicyRow("metadata in `PUT identity`", "given metadata replaces the old whole")),
        PolicyChoice(
            "tokenSpentOn", \.tokenSpentOn, "What spends an identity token.",
            row: PolicyRow("what spends an identity token", "completing the flow")),
        PolicyChoice(
            "onCancel", \.onCancel, "Where a user who cancels or cannot sign in ends up.",
            row: PolicyRow(
                "user cancels, or sign-in fails", "back to the callback with `status=cancelled` or `failed`")),
        PolicyChoice(
            "onSuccess", \.onSuccess,
            "Whether the success step leads back; stay is the user who closes the tab there.",
            row: PolicyRow("success step", "leads back to the callback")),
        PolicyChoice(
            "callbackAppend", \.callbackAppend, "Whether the callback's own query is respected.",
            row: PolicyRow(
                "callback with a query of its own",
                "`?identity_id=…` is appended literally, as documented, so that the bug shows")),
        PolicyChoice(
            "callbackScheme", \.callbackScheme, "Whether http callbacks to this machine are taken.",
            row: PolicyRow("`http:` callback", "400")),
        PolicyChoice(
            "tokenEnvelope", \.tokenEnvelope, "Which parts the token answer has.",
            row: PolicyRow(
                "token answer", "`{token, expiresAt, tokenHash}` and the older `data` envelope beside it")),
        PolicyChoice(
            "callbackParameter", \.callbackParameter, "Under which name the callback gets the identity.",
            row: PolicyRow("callback's parameter", "`identity_id`")),
        PolicyChoice(
            "unknownIds", \.unknownIDs, "Whether an id that was never issued is adopted at first touch.",
            row: PolicyRow("an id that was never issued", "refused")),
        PolicyChoice("identityValidation", \.identityValidation, "When and how the check of sign-in data ends."),
        PolicyChoice(
            "identityVisibility", \.identityVisibility,
            "From when on the API knows a new identity; both conditions hold.",
            row: PolicyRow(
                "when the API knows a new identity",
                "at once; until then every call that names it answers as for an unknown id, lists "
                    + "leave it out, and each of these counts as a read (both conditions hold where both "
                    + "are given)",
                example: "identityVisibility: {after: 2s, afterReads: 2}")),
        PolicyChoice(
            "callbackDelivery", \.callbackDelivery, "How often the callback is called at the end of a visit.",
            row: PolicyRow(
                "calls of the callback",
                "one. Twice: `{deliver: true}` calls one after the other, or both at once; in a "
                    + "browser the success step loads the callback in the background (as link preloading "
                    + "does, so without cookies that are `SameSite=Lax`), then *Continue* leads there")),
        PolicyChoice(
            "repeatedForm", \.repeatedForm, "What a form of the hosted page that comes twice gets.",
            row: PolicyRow(
                "the last form of a visit comes twice: a double click",
                "it acts once and is answered twice, since a browser shows the last answer; refused, "
                    + "the second answer is a page with 409 that leads on. A form of another tab always is "
                    + "a used token")),
        PolicyChoice(
            "credits", \.credits, "Whether sessions can be paid for.",
            row: PolicyRow("credits", "unlimited")),
        PolicyChoice(
            "sessionRateLimit", \.sessionRateLimit,
            "How many sessions may be created in a window; without this, any number.",
            row: PolicyRow(
                "session creations", "unlimited",
                example: "sessionRateLimit: {sessions: 5, per: 1m}")),
        PolicyChoice(
            "identityCredentials", \.identityCredentials, "Whether GET …/credentials is there.",
            row: PolicyRow("stored credentials, gone from newer SDKs", "shown")),
        PolicyChoice(
            "browserOrigins", \.browserOrigins, "The origins whose pages may attach to sessions' browsers.",
            row: PolicyRow(
                "a page attaches to a session's browser", "403, whatever it knows; programs send no `Origin`",
                example: "browserOrigins: [https://app.example.com]")),
        PolicyChoice(
            "volumes", \.volumes, "Whether the project has volumes.",
            row: PolicyRow(
                "volumes, which the vendor switches on for each project", "on; off, every call on them is 403")),
        PolicyChoice("volumeCreation", \.volumeCreation, "How a new volume comes to be ready."),
        PolicyChoice("taskGeneration", \.taskGeneration, "How a task that is generated comes to be ready."),
        PolicyChoice(
            "taskQueue", \.taskQueue, "How long a run of a task is queued before it begins.",
            row: PolicyRow(
                "a run of a task", "`running` at once; `queued` before, if told so", example: "taskQueue: 5s")),
        PolicyChoice("agents", \.agents, "What agents answer where the documents are silent."),
        PolicyChoice("pageTools", \.pageTools, "What the page tools do where no browser shows the page."),
        PolicyChoice("dynamicSignIn", \.dynamicSignIn, "How sign-ins go that are led step by step."),
        PolicyChoice(
            "asyncSessions", \.asyncSessions, "How sessions that are asked for without waiting come to be."),
        PolicyChoice("batchSessions", \.batchSessions, "How the sessions of a batch come to be."),
    ]
}
