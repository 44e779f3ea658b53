import HTTPTypes
import KernelHTTP

/// Auth flows (anchor.md 2).
extension Endpoint {
    static let listAuthFlows = Endpoint(
        "anchor.listAuthFlows", .get, "/v1/applications/{applicationId}/auth-flows",
        "List the auth flows of an application",
        choice: "The default flow's method is `profile`. An unknown application answers 400.")
    static let createAuthFlow = Endpoint(
        "anchor.createAuthFlow", .post, "/v1/applications/{applicationId}/auth-flows", "Add an auth flow",
        choice: "Names may repeat. An unknown application answers 400.")
    static let updateAuthFlow = Endpoint(
        "anchor.updateAuthFlow", .patch, "/v1/applications/{applicationId}/auth-flows/{authFlowId}",
        "Change some fields of an auth flow", choice: "An unknown application or flow answers 400.")
    static let deleteAuthFlow = Endpoint(
        "anchor.deleteAuthFlow", .delete, "/v1/applications/{applicationId}/auth-flows/{authFlowId}",
        "Remove an auth flow", choice: "An unknown application or flow answers 400. The last flow may go too.")
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/applications/{applicationId}/auth-flows` | 200 `ListAuthFlows.Reply` |
/// | `POST /v1/applications/{applicationId}/auth-flows` | 201 `AuthFlowDetails` |
/// | `PATCH /v1/applications/{applicationId}/auth-flows/{authFlowId}` | 200 `AuthFlowDetails` |
/// | `DELETE /v1/applications/{applicationId}/auth-flows/{authFlowId}` | 200 `{success: true}` |
enum AuthFlowController {
    static let routes: [Route<AnchorStore>] = [
        Route(.listAuthFlows, admit: AnchorAccess.apiKey, handle: list),
        Route(.createAuthFlow, admit: AnchorAccess.apiKey, handle: create),
        Route(.updateAuthFlow, admit: AnchorAccess.apiKey, handle: update),
        Route(.deleteAuthFlow, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func list(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("applicationId")
        let flows =
            try call.store.read { $0.application(id) }?.authFlows ?? call.update { try $0.authFlows(of: id, $1) }
        return .json(.ok, ListAuthFlows.Reply(flows))
    }

    private static func create(_ call: AnchorCall) throws -> Reply {
        let body = try CreateAuthFlow.Body(call.members())
        let flow = try call.update { try $0.createAuthFlow(body.draft, of: call.parameter("applicationId"), $1) }
        return .json(.created, AuthFlowDetails(flow))
    }

    private static func update(_ call: AnchorCall) throws -> Reply {
        let body = try UpdateAuthFlow.Body(call.members())
        let flow = try call.update {
            try $0.updateAuthFlow(
                call.parameter("authFlowId"), of: call.parameter("applicationId"), with: body.change,
                $1)
        }
        return .json(.ok, AuthFlowDetails(flow))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { try $0.deleteAuthFlow(call.parameter("authFlowId"), of: call.parameter("applicationId"), $1) }
        return .json(.ok, SuccessReply())
    }
}
