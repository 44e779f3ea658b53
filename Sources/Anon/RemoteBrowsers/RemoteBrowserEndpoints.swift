import HTTPTypes
import KernelHTTP

/// Remote browsers (anon.md 3.5).
extension Endpoint {
    static let createCdpUrl = Endpoint(
        "anon.createCdpUrl", .post, "/account/api/v1/cdpUrl", "Hand out a remote browser with a user's sessions",
        provenance: .undocumented,
        choice: """
            Only the success is known. A user who never linked: `Error translating external user id: 404 - Not Found` (or \
            the 500 of policy translation); an app without an active session: 404 `Session not found`. No browser answers \
            at cdpUrl.
            """)
    static let openLiveStream = Endpoint(
        "anon.openLiveStream", .get, "/live/{browserId}", "Look at a remote browser", provenance: .ours,
        choice: "A page that says what the browser was handed out for; 404 for an unknown one.")
}
