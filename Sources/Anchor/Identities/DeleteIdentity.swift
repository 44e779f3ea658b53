import Kernel

/// `DELETE /v1/identities/{identityId}` (anchor.md 3)
enum DeleteIdentity {
    /// A message, where applications and flows answer `{success}`.
    struct Reply: JSONWritable {
        func write(to json: inout JSONWriter) {
            json.object { $0.member("message", "Identity deleted") }
        }
    }
}
