/// The part `browser` of a configuration (anchor.md 4.1).
package struct BrowserOptions: Codable, Sendable, Equatable {
    /// What is switched on, in the order of declaration.
    package var features = BrowserFeature.defaults
    /// The profile to start with.
    package var profile: ProfileReference?
    /// The window.
    package var viewport = Viewport()
    /// The ids of extensions.
    package var extensions: [String] = []
    /// The volume to mount.
    package var volume: VolumeReference?
    /// What is traced.
    package var tracing = TracingOptions()
    /// What recordings hide; nil hides nothing.
    package var sensitiveDataMask: SensitiveDataMask?

    /// The defaults.
    package init() {}

    /// Whether `feature` is switched on.
    package func has(_ feature: BrowserFeature) -> Bool { features.contains(feature) }
}
