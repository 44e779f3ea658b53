/// What a session's browser can have switched on with `{active: true}` (anchor.md 4.1).
package enum BrowserFeature: String, Codable, CaseIterable, Sendable {
    case adblock
    case popupBlocker = "popup_blocker"
    case pdfViewer = "pdf_viewer"
    case captchaSolver = "captcha_solver"
    case headless
    case fullscreen
    case p2pDownload = "p2p_download"
    case disableWebSecurity = "disable_web_security"
    case forcePopupsAsTabs = "force_popups_as_tabs"
    case webBotAuth = "web_bot_auth"
    case disableDialogs = "disable_dialogs"
    /// The vendor states no default; off is ours.
    case extraStealth = "extra_stealth"

    /// The features that are on unless the client says otherwise.
    static let defaults: [BrowserFeature] = [.adblock, .popupBlocker, .pdfViewer]
}
