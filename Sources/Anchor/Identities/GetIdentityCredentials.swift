import Kernel

/// `GET /v1/identities/{identityId}/credentials` (anchor.md 3)
enum GetIdentityCredentials {
    struct Reply: JSONWritable {
        private let identity: Identity

        init(_ identity: Identity) {
            self.identity = identity
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", identity.id)
                json.member("name", identity.name)
                json.member("source", identity.source)
                json.member("credentials", identity.credentials)
            }
        }
    }
}
