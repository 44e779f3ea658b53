import Kernel

/// `POST /org/sdkClient` (anon.md 2.5)
enum CreateSdkClient {
    struct Body: Sendable {
        let organizationID: String?
        let draft: AnonState.SdkClientDraft

        init(_ fields: Fields) throws(FieldComplaint) {
            organizationID = try fields.optional("organizationId")
            draft = AnonState.SdkClientDraft(
                name: try fields.required("name"), description: try fields.required("description"),
                kind: try Self.kind(fields), isOAuthDisabled: try fields.optional("oauthDisabled"))
        }

        /// `"service"`, or `{"application": {"userPoolId": …}}`.
        private static func kind(_ fields: Fields) throws(FieldComplaint) -> AnonState.SdkClientDraft.Kind {
            guard let value: JSONValue = try fields.optional("kind") else { return .service }
            if value == "service" { return .service }
            guard let kind = value.object, kind["application"] != nil else {
                throw fields.complaint("kind", "must be \"service\" or {\"application\": {\"userPoolId\": \"…\"}}")
            }
            guard let application = try fields.object("kind")?.object("application") else {
                throw fields.complaint("kind.application", "is required")
            }
            return .application(userPoolID: try application.required("userPoolId"))
        }
    }
}
