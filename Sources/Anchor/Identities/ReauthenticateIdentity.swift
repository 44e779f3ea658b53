import Kernel

/// `POST /v1/identities/{identityId}/reauthenticate` (anchor.md 3)
enum ReauthenticateIdentity {
    struct Body: Sendable {
        /// Whether the client waits for the outcome.
        let sync: Bool

        init(_ fields: Fields) throws {
            sync = try fields.optional("sync") ?? true
        }
    }

    struct Reply: JSONWritable {
        private let result: AnchorState.Reauthentication

        init(_ result: AnchorState.Reauthentication) {
            self.result = result
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("identityId", result.identityID)
                json.member("async", result.isAsync)
                json.member("sessionId", result.sessionID)
                json.member("auth_status", result.isAsync ? "pending" : "authenticated")
                // Of the three documented words the one for a sign-in that fills in stored credentials.
                json.member("method", "task")
            }
        }
    }
}
