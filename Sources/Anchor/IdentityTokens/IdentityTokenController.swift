import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /v1/applications/{applicationId}/tokens` | 201 `CreateIdentityToken.Reply` |
enum IdentityTokenController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createIdentityToken, admit: AnchorAccess.apiKey, handle: create)
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let body = try CreateIdentityToken.Body(call.fields(reading: policies.reading))
        try CallbackRule(policy: policies.callbackScheme).check(body.callbackURL)
        let issued = try call.store.update {
            try $0.issueIdentityToken(
                for: call.parameter("applicationId"), callback: body.callbackURL, policies: policies, now: call.now)
        }
        return .json(.created, CreateIdentityToken.Reply(issued, envelope: policies.tokenEnvelope))
    }
}
