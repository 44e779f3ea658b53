import HTTPTypes
import KernelHTTP

/// The address of the Link page (anon.md 4.1).
extension Endpoint {
    static let createLinkUrl = Endpoint(
        "anon.createLinkUrl", .get, "/link/url", "Make the address of the Link page for a user",
        choice: """
            For `appUserId` a token of the organisation's first hosted pool is issued, for its first webapp client. \
            `state` may be any text. An app with `authUrl` is known to the world from then on; an unknown one without: 400. \
            Tokens are verified when the page is opened. `linkId` in the URL is ours.
            """)
    static let createOlderLinkUrl = Endpoint(
        "anon.createOlderLinkUrl", .get, "/api/url", "Make the address of the Link page, in the form of 2024-08/09",
        provenance: .undocumented,
        choice: "With a token no key is needed, with `appUserId` one is. Served on every host of Anon's.")
}
