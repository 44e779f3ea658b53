import Kernel

/// `PATCH /v1/applications/{applicationId}/auth-flows/{authFlowId}` (anchor.md 2)
enum UpdateAuthFlow {
    struct Body: Sendable {
        let change: AuthFlow.Change

        init(_ fields: Fields) throws {
            change = AuthFlow.Change(
                name: try fields.flowName(), methods: try fields.flowMethods(),
                description: try fields.optional("description"),
                isRecommended: try fields.optional("is_recommended"),
                customFields: try fields.flowCustomFields())
        }
    }
}
