import Kernel

/// `GET /v1/applications/{applicationId}/identities` (anchor.md 2)
enum ListApplicationIdentities {
    struct Reply: JSONWritable {
        private let rows: [Row]

        init(_ identities: [Identity], at now: Moment) {
            rows = identities.map { Row(identity: $0, now: now) }
        }

        func write(to json: inout JSONWriter) {
            json.object { $0.member("identities", rows) }
        }
    }

    private struct Row: JSONWritable {
        let identity: Identity
        let now: Moment

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", identity.id)
                json.member("name", identity.name)
                json.member("auth_flow", identity.authFlow)
                json.member("status", identity.status(at: now).rawValue)
                json.member("created_at", identity.createdAt)
                json.member("updated_at", identity.updatedAt)
            }
        }
    }
}
