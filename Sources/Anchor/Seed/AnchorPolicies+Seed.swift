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
