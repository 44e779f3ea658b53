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

        func draft(isAsync: Bool, _ turn: AnchorTurn) -> Identity.Draft {
            Identity.Draft(
                name: name ?? Identity.Draft.unnamed, source: site.site.text, metadata: metadata ?? JSONObject(),
                credentials: credentials,
                validation: isAsync
                    ? .afterCreation(of: credentials, turn)
                    : .immediate(of: credentials, turn))
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

/// `DELETE /v1/identities/{identityId}` (anchor.md 3)
enum DeleteIdentity {
    /// A message, where applications and flows answer `{success}`.
    struct Reply: JSONWritable {
        func write(to json: inout JSONWriter) {
            json.object { $0.member("message", "Identity deleted") }
        }
    }
}

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
