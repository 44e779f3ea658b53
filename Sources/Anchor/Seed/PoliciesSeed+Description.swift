package import Kernel

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
