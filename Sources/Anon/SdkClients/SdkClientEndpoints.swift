import HTTPTypes
import KernelHTTP

/// SDK clients (anon.md 2.5).
extension Endpoint {
    static let createSdkClient = Endpoint(
        "anon.createSdkClient", .post, "/org/sdkClient", "Make a webapp or a service client",
        choice: """
            Without `kind` it is a service client. A service client's key is good in the key space of the host that it was \
            made at, and is shown once.
            """)
    static let getSdkClient = Endpoint(
        "anon.getSdkClient", .get, "/org/sdkClient/{sdkClientId}", "Read an SDK client",
        choice: "The key of a service client is not shown again.")
}
