import Kernel

/// `GET /v1/identities/{identityId}` (anchor.md 3)
enum GetIdentity {
    struct Reply: JSONWritable {
        private let identity: Identity
        private let now: Moment

        init(_ identity: Identity, at now: Moment) {
            self.identity = identity
            self.now = now
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", identity.id)
                json.member("name", identity.name)
                json.member("source", identity.source)
                json.member("status", identity.status(at: now).rawValue)
                json.member("metadata", identity.metadata)
                json.member("created_at", identity.createdAt)
                json.member("updated_at", identity.updatedAt)
            }
        }
    }
}
