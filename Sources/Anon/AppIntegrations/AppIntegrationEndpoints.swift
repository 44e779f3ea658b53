import HTTPTypes
import KernelHTTP

/// App integrations (anon.md 3.3).
extension Endpoint {
    static let getAppIntegration = Endpoint(
        "anon.getAppIntegration", .get, "/account/api/v1/appIntegration", "Read one app, or list them all",
        provenance: .undocumented,
        choice: """
            Credentials and bodies are inferred. One app takes an app user id token with its client's id, as the Link page \
            sends them; the list takes an API key as well.
            """)
}
