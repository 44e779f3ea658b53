import Crypto
import HTTPTypes
import Kernel
import KernelHTTP

/// Identity tokens (anchor.md 2.2).
extension Endpoint {
    static let createIdentityToken = Endpoint(
        "anchor.createIdentityToken", .post, "/v1/applications/{applicationId}/tokens",
        "Issue a token for the hosted page",
        choice: """
            The flat answer and the older `data` envelope are sent together; the policy `tokenEnvelope` drops either. \
            `tokenHash` is the token's SHA-256 in hexadecimal. The policy `callbackScheme` allows http callbacks to \
            this machine. A user who cancels or fails is sent back with that status, which spends the token; one who \
            stays on the page (policy `onCancel: stay`) does not spend it.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/applications/{applicationId}/tokens` | 201 `CreateIdentityToken.Reply` |
enum IdentityTokenController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createIdentityToken, admit: AnchorAccess.apiKey, handle: create)
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let body = try CreateIdentityToken.Body(call.members())
        let callback = try CallbackRule(policy: policies.callbackScheme).check(body.callbackURL)
        let issued = try call.update {
            try $0.issueIdentityToken(for: call.parameter("applicationId"), callback: callback, $1)
        }
        return .json(.created, CreateIdentityToken.Reply(issued, envelope: policies.tokenEnvelope))
    }
}

/// `POST /v1/applications/{applicationId}/tokens` (anchor.md 2.2)
private enum CreateIdentityToken {
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

/// The hash that the vendor sends beside a token. Which one it is, is not documented; ours is SHA-256 in hexadecimal.
enum TokenHash {
    static func hexadecimal(of token: String) -> String {
        var token = token
        let digest = token.withUTF8 { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize()
        }
        return digest.withUnsafeBytes { digest in
            String(unsafeUninitializedCapacity: 2 * digest.count) { buffer in
                for (position, byte) in digest.enumerated() {
                    buffer[2 * position] = digit(byte >> 4)
                    buffer[2 * position + 1] = digit(byte & 0xF)
                }
                return 2 * digest.count
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
