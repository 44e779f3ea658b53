/// What Link takes where a request says nothing (anon.md 4.1).
enum LinkDefaults {
    /// The vendor's own Chrome extension.
    static let chromeExtensionID = "lbgbplnejdpahnfmnphghjlbedpjjbgd"
    /// What comes back as `state`.
    static let state = "{}"
}
