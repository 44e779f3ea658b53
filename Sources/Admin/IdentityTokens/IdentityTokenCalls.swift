import HTTPTypes
import KernelHTTP

/// `/identity-tokens/{token}/complete`
enum IdentityTokenCalls {
    /// What `completeIdentityToken` of the composition root reads; a typing error must not pass as a success.
    private static let members = ["outcome", "deliver", "userName", "name", "password"]

    /// The token leads to its world where the query names none.
    @Sendable static func complete(_ call: ControlCall) async throws -> Reply {
        let outcome = try await call.worlds.completeIdentityToken(
            call.parameter("token"), in: try call.namedWorld(), fields: try call.fields(only: members))
        return .json(.ok, outcome)
    }
}
