import HTTPTypes
import KernelHTTP

/// The Link page (anon.md 4.2, 4.5).
extension Endpoint {
    static let openLink = Endpoint(
        "anon.openLink", .get, "/link", "Open the page where the end user links an app",
        provenance: .undocumented,
        choice: """
            Also `/` on the Link host. Opening links nobody. Refused credentials are shown by the page's own request for \
            `appIntegration`, and refused at its first form. A saved session needs no sign-in: its window closes by itself \
            (policy closesAfter). Parameters that are missing or wrong answer a page with 400, an unknown app one with 404.
            """)
    static let advanceLink = Endpoint(
        "anon.advanceLink", .post, "/link", "Take one step on the Link page",
        provenance: .ours,
        choice: """
            The form's fields are ours. What is missing or wrong shows the step again with 422. Cancelling goes back with \
            `type=error&status=cancelled`; a sign-in that failed, with `error_code=bad_authorization`.
            """)
}
