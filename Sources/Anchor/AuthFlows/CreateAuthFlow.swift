import Kernel

/// `POST /v1/applications/{applicationId}/auth-flows` (anchor.md 2)
enum CreateAuthFlow {
    struct Body: Sendable {
        let draft: AuthFlow.Draft

        init(_ fields: Fields) throws {
            guard let name = try fields.flowName() else { throw fields.complaint("name", "is required") }
            guard let methods = try fields.flowMethods() else { throw fields.complaint("methods", "is required") }
            draft = AuthFlow.Draft(
                name: name, methods: methods, description: try fields.optional("description"),
                isRecommended: try fields.optional("is_recommended") ?? false,
                customFields: try fields.flowCustomFields() ?? [])
        }
    }
}
