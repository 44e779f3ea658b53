/// What a session was asked to be, with every default in its place (anchor.md 4.1).
package struct SessionConfiguration: Codable, Sendable, Equatable {
    /// `session`
    package var session = SessionOptions()
    /// `browser`
    package var browser = BrowserOptions()
    /// `integrations`
    package var integrations: [SessionIntegration] = []
    /// The ids of `identities`.
    package var identityIDs: [String] = []
    /// `identity_skip_validation`; taken and shown, without effect.
    package var skipsIdentityValidation = true
    /// `identity_async_auth`; taken and shown, without effect.
    package var authenticatesIdentitiesAsynchronously = false

    /// The defaults.
    package init() {}
}
