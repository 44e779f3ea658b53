import HTTPTypes
import KernelHTTP

/// User pools (anon.md 2.4).
extension Endpoint {
    static let createUserPool = Endpoint(
        "anon.createUserPool", .post, "/org/userPool", "Make a user pool, hosted or with a key set of your own",
        choice: """
            A session token or an API key may. The key set is downloaded before the pool is made; what cannot be read is a \
            500 with the vendor's text. `organizationId` may be left out; another organisation's is an upstream error.
            """)
    static let getUserPool = Endpoint(
        "anon.getUserPool", .get, "/org/userPool/{userPoolId}", "Read a user pool",
        choice: "Another organisation's pool: 403; an unknown one: 404.")
}
