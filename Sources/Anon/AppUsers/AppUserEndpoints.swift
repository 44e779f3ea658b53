import HTTPTypes
import KernelHTTP

/// The look-up of app users (anon.md 2.8).
extension Endpoint {
    static let getAppUser = Endpoint(
        "anon.getAppUser", .get, "/account/api/v1/appUser", "Look an app user up by the customer's own id",
        provenance: .ours,
        choice: """
            The vendor's look-up was never published, only what it fails with. 404 with the reason phrase `Not Found`, or \
            500 with `Internal Server` (policy translation, ids that end with +crash).
            """)
}
