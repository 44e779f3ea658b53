import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /org/sdkClient` | 200 `SdkClientReply` with the secret |
/// | `GET /org/sdkClient/{sdkClientId}` | 200 `SdkClientReply` without it |
enum SdkClientController {
    static let routes: [Route<AnonStore>] = [
        Route(.createSdkClient, for: CallerAccess.writing, handle: create),
        Route(.getSdkClient, for: CallerAccess.organization, handle: get),
    ]

    @Sendable private static func create(_ call: AnonCall, caller: Caller) throws -> Reply {
        let body = try CreateSdkClient.Body(call.members())
        let policies = call.store.policies
        try caller.check(organizationID: body.organizationID, policies)
        let client = try call.store.update { try $0.createSdkClient(body.draft, for: caller, policies: policies) }
        return .json(.ok, SdkClientReply(client, showsSecret: true))
    }

    @Sendable private static func get(_ call: AnonCall, caller: Caller) throws -> Reply {
        let id = call.parameter("sdkClientId")
        return .json(.ok, SdkClientReply(try call.store.read { try $0.sdkClient(id, for: caller) }, showsSecret: false))
    }
}
