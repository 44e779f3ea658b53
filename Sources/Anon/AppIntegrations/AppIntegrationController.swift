import HTTPTypes
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `GET /account/api/v1/appIntegration?id=` | 200 `GetAppIntegration.Reply` |
/// | `GET /account/api/v1/appIntegration` | 200 `ListAppIntegrations.Reply` |
enum AppIntegrationController {
    static let routes: [Route<AnonStore>] = [
        Route(.getAppIntegration, handle: get)
    ]

    /// One app is what the Link page asks for, so it takes the end user's token; the list is for backends, too.
    @Sendable private static func get(_ call: AnonCall) async throws -> Reply {
        guard let id = call.query("id") else {
            _ = try await AccountAccess.anyone(call)
            return .json(.ok, ListAppIntegrations.Reply(integrations: call.store.read { $0.appIntegrations }))
        }
        _ = try await AppUserAccess.appUser(call)
        guard let integration = call.store.read({ $0.appIntegration(id) }) else {
            throw AnonProblem.notFound("App", id)
        }
        return .json(.ok, GetAppIntegration.Reply(integration: integration))
    }
}
