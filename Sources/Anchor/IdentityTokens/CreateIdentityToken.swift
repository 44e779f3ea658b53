import Kernel

/// `POST /v1/applications/{applicationId}/tokens` (anchor.md 2.2)
enum CreateIdentityToken {
    struct Body: Sendable {
        let callbackURL: String

        init(_ fields: Fields) throws {
            callbackURL = try fields.required("callbackUrl")
        }
    }

    /// The newest flat form and the older envelope, or either (policy `tokenEnvelope`).
    struct Reply: JSONWritable {
        private let token: String
        private let expiresAt: Moment
        private let hash: String
        private let envelope: AnchorPolicies.TokenEnvelope

        init(_ issued: AnchorState.IssuedToken, envelope: AnchorPolicies.TokenEnvelope) {
            token = issued.token
            expiresAt = issued.expiresAt
            hash = TokenHash.hexadecimal(of: issued.token)
            self.envelope = envelope
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                if envelope != .data {
                    json.member("token", token)
                    json.member("expiresAt", expiresAt)
                    json.member("tokenHash", hash)
                }
                if envelope != .flat { json.member("data", object: writeEnvelope) }
            }
        }

        private func writeEnvelope(_ json: inout JSONWriter) {
            json.member("token", token)
            json.member("expires_at", expiresAt)
            json.member("token_hash", hash)
        }
    }
}
