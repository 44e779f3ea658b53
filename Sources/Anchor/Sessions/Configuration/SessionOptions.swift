/// The part `session` of a configuration (anchor.md 4.1).
package struct SessionOptions: Codable, Sendable, Equatable {
    /// The page that the browser opens first.
    package var initialURL: String?
    /// As they were at creation; the session has its own, which change.
    package var tags: [String]?
    /// Whether the session is recorded.
    package var isRecorded = true
    /// The way out; nil is Anchor's own network.
    package var proxy: SessionProxy?
    /// When the session ends by itself.
    package var timeout = SessionTimeout()
    /// `live_view.read_only`; shown, without effect.
    package var isLiveViewReadOnly = false
    /// `live_view.one_time_url`; shown, without effect.
    package var isLiveViewURLOneTime = false
    /// `x402`; shown, without effect.
    package var usesX402 = false
    /// `scoped_access.active`; shown, without effect.
    package var hasScopedAccess = false

    /// The defaults.
    package init() {}
}
