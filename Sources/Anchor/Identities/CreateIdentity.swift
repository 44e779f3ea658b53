import Kernel
import KernelHTTP

/// `POST /v1/identities` (anchor.md 3)
enum CreateIdentity {
    struct Query: Sendable {
        /// Whether the answer comes before the validation has ended.
        let validateAsync: Bool

        /// Reads `true` or `false`; absent is true.
        init(_ text: String?, reading: FieldReading) throws(FieldComplaint) {
            switch text {
            case nil, "", "true": validateAsync = true
            case "false": validateAsync = false
            case .some(let text):
                guard reading == .lenient else {
                    throw FieldComplaint(field: "validateAsync", problem: "must be true or false, not \"\(text)\"")
                }
                validateAsync = true
            }
        }
    }

    struct Body: Sendable {
        let site: AnchorState.SiteDetails
        private let name: String?
        private let credentials: [Credential]
        private let metadata: JSONObject?

        init(_ fields: Fields) throws {
            site = AnchorState.SiteDetails(
                site: try fields.site("source"), name: try fields.optional("applicationName"),
                description: try fields.optional("applicationDescription"))
            name = try fields.optional("name")
            credentials = try fields.credentials() ?? []
            metadata = try fields.optional("metadata")
        }

        func draft(isAsync: Bool, policies: AnchorPolicies, now: Moment) -> Identity.Draft {
            Identity.Draft(
                name: name ?? Identity.Draft.unnamed, source: site.site.text, metadata: metadata ?? JSONObject(),
                credentials: credentials,
                validation: isAsync
                    ? .afterCreation(of: credentials, policies: policies, at: now)
                    : .immediate(of: credentials, policies: policies, at: now))
        }
    }

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
                json.member("status", identity.status(at: now).rawValue)
                json.member("metadata", identity.metadata)
                json.member("created_at", identity.createdAt)
            }
        }
    }
}
