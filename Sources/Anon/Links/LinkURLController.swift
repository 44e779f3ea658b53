import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `GET /link/url` | 200 `CreateLinkURL.Reply` |
/// | `GET /api/url` | 200 `CreateLinkURL.Reply` |
enum LinkURLController {
    static let routes: [Route<AnonStore>] = [
        Route(.createLinkUrl, for: CallerAccess.backend, handle: { call, caller in try await create(call, caller) }),
        Route(.createOlderLinkUrl, handle: createOlder),
    ]

    /// Needs no key where a token says who the user is.
    @Sendable private static func createOlder(_ call: AnonCall) async throws -> Reply {
        let isKeyless =
            call.exchange.head.headerFields[.authorization] == nil
            && call.exchange.query.filled("appUserIdToken") != nil
        return try await create(call, isKeyless ? nil : try CallerAccess.backend(call))
    }

    private static func create(_ call: AnonCall, _ caller: Caller?) async throws -> Reply {
        let order = try CreateLinkURL.Order(
            call.exchange.query, environment: AnonEnvironment(host: call.exchange.calledHost))
        let client = try call.store.read { try $0.linkClient(for: order.user, of: caller) }
        var parameters = order.parameters
        parameters.clientID = client.id
        parameters.token = client.token
        if let appUserID = client.appUserID {
            parameters.token = await AppUserIdTokenGrant(
                appUserID: appUserID, userPoolID: client.userPoolID ?? "", sdkClientID: client.id, issuedAt: call.now
            ).sign()
        }
        let policies = call.store.policies
        let made = try call.store.update { [parameters] in try $0.createLink(parameters, policies: policies) }
        return .json(.ok, CreateLinkURL.Reply(url: "\(call.exchange.origin.linkPage.url)/?\(made.query)"))
    }
}
