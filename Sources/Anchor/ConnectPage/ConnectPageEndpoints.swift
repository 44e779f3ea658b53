import HTTPTypes
import KernelHTTP

/// The hosted page (anchor.md 5).
extension Endpoint {
    static let openIdentityCreatePage = Endpoint(
        "anchor.openIdentityCreatePage", .get, "/identity/create", "Open the page where the end user signs in",
        choice:
            "Opening spends nothing (policy tokenSpentOn). A used, expired or unknown token answers a page with 409, "
            + "410 or 404, a missing one with 400.")
    static let submitIdentityCreatePage = Endpoint(
        "anchor.submitIdentityCreatePage", .post, "/identity/create", "Take one step on the page",
        provenance: .undocumented,
        choice:
            "The form's fields are ours. What is missing or wrong shows the step again with 422. Cancelling leads to "
            + "the callback with `status=cancelled`; failing shows a step whose link has `status=failed` (policy onCancel). "
            + "The last form of a visit that comes twice, as from a double click, is answered twice and acts once "
            + "(policy repeatedForm)."
    )
}
