import Kernel

/// `PUT /v1/identities/{identityId}` (anchor.md 3)
enum UpdateIdentity {
    struct Body: Sendable {
        let change: Identity.Change

        init(_ fields: Fields) throws {
            change = Identity.Change(
                name: try fields.optional("name"), metadata: try fields.optional("metadata"),
                credentials: try fields.credentials())
        }
    }

    /// Without the status.
    struct Reply: JSONWritable {
        private let identity: Identity

        init(_ identity: Identity) {
            self.identity = identity
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", identity.id)
                json.member("name", identity.name)
                json.member("metadata", identity.metadata)
                json.member("updated_at", identity.updatedAt)
            }
        }
    }
}
