import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// A customer's program: a webapp, which says by its id which pool a user is of, or a service, which has an API key
/// (anon.md 2.5).
struct SdkClient: Codable, Sendable, Equatable {
    /// What kind of client it is.
    enum Kind: Codable, Sendable, Equatable {
        case application(userPoolID: String)
        case service(apiKey: String, keySpace: KeySpace)
    }

    /// What is known of a client before it has an id.
    struct Draft: Sendable {
        let name: String
        let description: String
        /// The pool of a webapp's users; nil makes a service client.
        let userPoolID: String?
        let isOAuthDisabled: Bool?
    }

    let id: String
    let name: String
    let description: String
    let organizationID: String
    let kind: Kind
    let isOAuthDisabled: Bool?
    let ordinal: Int64
}

// MARK: - Transitions

/// The life of SDK clients.
extension AnonState {
    /// Creates a client for the caller's organisation. Throws 400 for a pool that is not the organisation's, 507 when the
    /// world is full.
    mutating func createSdkClient(
        _ draft: SdkClient.Draft, for caller: Caller, _ turn: AnonTurn
    ) throws(AnonProblem) -> SdkClient {
        if let poolID = draft.userPoolID { _ = try ownPool(poolID, of: caller) }
        let ordinal = try reserve(turn.policies)
        let id = ids.uuid()
        let kind: SdkClient.Kind =
            if let poolID = draft.userPoolID {
                .application(userPoolID: poolID)
            } else {
                .service(apiKey: ids.anonAPIKey(), keySpace: caller.keySpace)
            }
        let client = SdkClient(
            id: id, name: draft.name, description: draft.description, organizationID: caller.organizationID, kind: kind,
            isOAuthDisabled: draft.isOAuthDisabled, ordinal: ordinal)
        add(client)
        return client
    }

    /// The caller's client of this id. Throws 404 for an unknown one, 403 for another organisation's.
    func sdkClient(_ id: String, for caller: Caller) throws(AnonProblem) -> SdkClient {
        guard let client = sdkClients[id] else { throw .notFound(.sdkClient, id) }
        guard client.organizationID == caller.organizationID else {
            throw .forbidden(.otherOrganization("SDK client", id))
        }
        return client
    }

    /// The pool that a webapp client points to (anon.md 6: clientId → SdkClient → UserPool).
    func userPool(ofClient id: String?) throws(ClientRefusal) -> UserPool {
        guard let id, !id.isEmpty else { throw .missing }
        guard let client = sdkClients[id] else { throw .unknown(id: id) }
        guard case .application(let poolID) = client.kind else {
            let webapp = defaultPool[client.organizationID].flatMap { webappClient[$0] }
            throw .isService(id: id, webapp: webapp)
        }
        guard let pool = userPools[poolID] else { throw .poolGone(id: id) }
        return pool
    }

    /// Puts a client where look-ups find it.
    mutating func add(_ client: SdkClient) {
        sdkClients[client.id] = client
        switch client.kind {
        case .application(let poolID): if webappClient[poolID] == nil { webappClient[poolID] = client.id }
        case .service(let apiKey, _): clientOfKey[apiKey] = client.id
        }
    }
}

// MARK: - Operations

/// SDK clients (anon.md 2.5).
extension Endpoint {
    static let createSdkClient = Endpoint(
        "anon.createSdkClient", .post, "/org/sdkClient", "Create an SDK client, for a web app or a service",
        choice: """
            Without `kind` it is a service client. A service client's key works in the environment of the host that \
            was called, which is its key space. It is shown once; reading the client does not show it again.
            """)
    static let getSdkClient = Endpoint(
        "anon.getSdkClient", .get, "/org/sdkClient/{sdkClientId}", "Read one SDK client",
        choice: "The key of a service client is not shown again.")
}

/// | call | answer |
/// |---|---|
/// | `POST /org/sdkClient` | 200 `SdkClientReply` with the secret |
/// | `GET /org/sdkClient/{sdkClientId}` | 200 `SdkClientReply` without it |
enum SdkClientController {
    static let routes: [Route<AnonStore>] = [
        Route(.createSdkClient, for: AnonAccess.writing, handle: create),
        Route(.getSdkClient, for: AnonAccess.organization, handle: get),
    ]

    @Sendable private static func create(_ call: AnonCall, caller: Caller) throws -> Reply {
        let body = try CreateSdkClient.Body(call.members())
        try caller.check(organizationID: body.organizationID, call.store.policies)
        let client = try call.update { try $0.createSdkClient(body.draft, for: caller, $1) }
        return .json(.ok, SdkClientReply(client, showsSecret: true))
    }

    @Sendable private static func get(_ call: AnonCall, caller: Caller) throws -> Reply {
        let id = call.parameter("sdkClientId")
        return .json(.ok, SdkClientReply(try call.store.read { try $0.sdkClient(id, for: caller) }, showsSecret: false))
    }
}

// MARK: - Wire forms

/// `POST /org/sdkClient` (anon.md 2.5)
private enum CreateSdkClient {
    struct Body: Sendable {
        let organizationID: String?
        let draft: SdkClient.Draft

        init(_ fields: Fields) throws(FieldComplaint) {
            organizationID = try fields.optionalID("organizationId")
            draft = SdkClient.Draft(
                name: try fields.required("name"), description: try fields.required("description"),
                userPoolID: try Self.userPoolID(fields), isOAuthDisabled: try fields.optional("oauthDisabled"))
        }

        /// `kind` is `"service"`, which has no pool, or `{"application": {"userPoolId": …}}`.
        private static func userPoolID(_ fields: Fields) throws(FieldComplaint) -> String? {
            guard let value: JSONValue = try fields.optional("kind"), value != "service" else { return nil }
            guard let kind = value.object, kind["application"] != nil else {
                throw fields.complaint("kind", "must be \"service\" or {\"application\": {\"userPoolId\": \"…\"}}")
            }
            guard let application = try fields.object("kind")?.object("application") else {
                throw fields.complaint("kind.application", "is required")
            }
            return try application.required("userPoolId", as: ObjectID.self).text
        }
    }
}

/// An SDK client as answers have it (anon.md 2.5).
private struct SdkClientReply: JSONWritable {
    private let client: SdkClient
    private let showsSecret: Bool

    init(_ client: SdkClient, showsSecret: Bool) {
        self.client = client
        self.showsSecret = showsSecret
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", client.id)
            json.member("name", client.name)
            json.member("description", client.description)
            json.member("organizationId", client.organizationID)
            json.member("oauthDisabled", client.isOAuthDisabled)
            json.member("auth", object: writeAuth)
        }
    }

    private func writeAuth(_ json: inout JSONWriter) {
        switch client.kind {
        case .application(let userPoolID):
            json.member("type", "userPool")
            json.member("userPoolId", userPoolID)
            json.member(
                "oauthConfig",
                object: { json in
                    json.member("logoUrl", String?.none)
                    json.member("chromeExtensionId", LinkDefaults.chromeExtensionID)
                    json.member("redirectUrls", [String]())
                })
        case .service(let apiKey, _):
            json.member("type", "apiKey")
            if showsSecret { json.member("secret", apiKey) }
        }
    }
}

// MARK: - Refusals

/// Why an SDK client id leads to no user pool (anon.md 9, row 4a).
enum ClientRefusal: Error, Equatable, Sendable {
    case missing
    case unknown(id: String)
    case isService(id: String, webapp: String?)
    case poolGone(id: String)

    var reason: Reason {
        switch self {
        case .missing:
            Reason(
                AnonReason.clientMissing,
                "There is no X-Anon-Sdk-Client-Id header, or no clientId for Link: nothing says which pool the user is of."
            )
        case .unknown(let id):
            Reason(
                AnonReason.clientUnknown,
                "No SDK client has the id \(id). After a new client was made, its new id is the clientId.")
        case .isService(let id, let webapp):
            Reason(
                AnonReason.clientIsService,
                "SDK client \(id) is a service client, which has an API key and no user pool. clientId is the id of a webapp "
                    + "client" + (webapp.map { ", here \($0)." } ?? "."))
        case .poolGone(let id): Reason(AnonReason.userPoolUnknown, "The pool of SDK client \(id) is gone.")
        }
    }
}
