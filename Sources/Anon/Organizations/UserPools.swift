import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Tokens

/// A group of end users, and how their tokens are verified (anon.md 2.4).
struct UserPool: Codable, Sendable, Equatable {
    /// Whose keys sign the tokens.
    enum Authorization: Codable, Sendable, Equatable {
        /// Anon's own.
        case hosted
        /// The customer's, at an address.
        case selfHosted(jwksURI: String, idClaim: String?)
    }

    /// What is known of a pool before it has an id.
    struct Draft: Sendable {
        let name: String
        let description: String
        let authorization: Authorization
    }

    /// The claim that names the user if the pool says nothing (anon.md 2.4).
    private static let defaultIDClaim = "sub"

    let id: String
    let name: String
    let description: String
    let organizationID: String
    let authorization: Authorization
    let ordinal: Int64

    var isHosted: Bool { authorization == .hosted }

    /// The claim that names the user.
    var idClaim: String {
        guard case .selfHosted(_, let claim?) = authorization else { return Self.defaultIDClaim }
        return claim
    }
}

// MARK: - Transitions

/// The life of user pools.
extension AnonState {
    /// Creates a pool for the caller's organisation. Throws 507 when the world is full.
    mutating func createUserPool(
        _ draft: UserPool.Draft, for caller: Caller, _ turn: AnonTurn
    ) throws(AnonProblem) -> UserPool {
        let ordinal = try reserve(turn.policies)
        let pool = UserPool(
            id: ids.uuid(), name: draft.name, description: draft.description, organizationID: caller.organizationID,
            authorization: draft.authorization, ordinal: ordinal)
        add(pool)
        return pool
    }

    /// The caller's pool of this id. Throws 404 for an unknown one, 403 for another organisation's.
    func userPool(_ id: String, for caller: Caller) throws(AnonProblem) -> UserPool {
        guard let pool = userPools[id] else { throw .notFound(.userPool, id) }
        guard pool.organizationID == caller.organizationID else {
            throw .forbidden(.otherOrganization("User pool", id))
        }
        return pool
    }

    /// The pool that tokens are issued for: the named one, else the organisation's first hosted pool (anon.md 2.6).
    /// Throws 400 if there is none or it is not hosted.
    func issuingPool(_ id: String?, for caller: Caller) throws(AnonProblem) -> UserPool {
        guard let id else {
            guard let pool = defaultPool[caller.organizationID].flatMap({ userPools[$0] }) else {
                throw .invalid(
                    "The organization has no Anon-hosted user pool", AnonReason.userPoolNotHosted,
                    "Tokens are issued for hosted pools only: POST /org/userPool without authorization makes one.")
            }
            return pool
        }
        let pool = try ownPool(id, of: caller)
        guard pool.isHosted else {
            throw .invalid(
                "The user pool is not hosted by Anon", AnonReason.userPoolNotHosted,
                "Pool \"\(pool.name)\" verifies the customer's own tokens; Anon cannot issue any for it.")
        }
        return pool
    }

    /// The pool of the caller's organisation that a body names. Throws 400 if there is none.
    func ownPool(_ id: String, of caller: Caller) throws(AnonProblem) -> UserPool {
        guard let pool = userPools[id], pool.organizationID == caller.organizationID else {
            throw .unknown(.userPool, id)
        }
        return pool
    }

    /// Puts a pool where look-ups find it.
    mutating func add(_ pool: UserPool) {
        userPools[pool.id] = pool
        if pool.isHosted, defaultPool[pool.organizationID] == nil { defaultPool[pool.organizationID] = pool.id }
    }
}

// MARK: - Operations

/// User pools (anon.md 2.4).
extension Endpoint {
    static let createUserPool = Endpoint(
        "anon.createUserPool", .post, "/org/userPool", "Create a user pool, hosted or with a key set of your own",
        choice: """
            Session tokens and API keys are both accepted, since the documents name either. The key set is downloaded \
            before the pool is made; one that cannot be read is a 500 with the vendor's text. `organizationId` may be \
            left out; another organisation than that of the bearer is an upstream error.
            """)
    static let getUserPool = Endpoint(
        "anon.getUserPool", .get, "/org/userPool/{userPoolId}", "Read one user pool",
        choice: "Another organisation's pool answers 403, an unknown one 404.")
}

/// | call | answer |
/// |---|---|
/// | `POST /org/userPool` | 200 `UserPoolReply` |
/// | `GET /org/userPool/{userPoolId}` | 200 `UserPoolReply` |
enum UserPoolController {
    static let routes: [Route<AnonStore>] = [
        Route(.createUserPool, for: AnonAccess.writing, waiting: create),
        Route(.getUserPool, for: AnonAccess.organization, handle: get),
    ]

    /// The key set is downloaded first, outside the lock: a host that hangs holds up this request and no other.
    @Sendable private static func create(_ call: AnonCall, caller: Caller) async throws -> Reply {
        let body = try CreateUserPool.Body(call.members())
        try caller.check(organizationID: body.organizationID, call.store.policies)
        if case .selfHosted(let jwksURI, _) = body.draft.authorization {
            do throws(KeySetFailure) {
                _ = try await call.store.keySets.keySet(
                    for: jwksURI, at: call.now, freshness: .fresh, beforeWaiting: call.exchange.releasePermit)
            } catch {
                throw AnonProblem.keySet(error.description, error.reason)
            }
        }
        let pool = try call.update { try $0.createUserPool(body.draft, for: caller, $1) }
        return .json(.ok, UserPoolReply(pool, origin: call.exchange.origin))
    }

    @Sendable private static func get(_ call: AnonCall, caller: Caller) throws -> Reply {
        let id = call.parameter("userPoolId")
        let pool = try call.store.read { try $0.userPool(id, for: caller) }
        return .json(.ok, UserPoolReply(pool, origin: call.exchange.origin))
    }
}

// MARK: - Wire forms

/// `POST /org/userPool` (anon.md 2.4)
private enum CreateUserPool {
    struct Body: Sendable {
        let organizationID: String?
        let draft: UserPool.Draft

        init(_ fields: Fields) throws(FieldComplaint) {
            organizationID = try fields.optionalID("organizationId")
            let name: String = try fields.required("name")
            let description: String = try fields.required("description")
            guard let authorization = try fields.object("authorization") else {
                draft = UserPool.Draft(name: name, description: description, authorization: .hosted)
                return
            }
            draft = UserPool.Draft(
                name: name, description: description,
                authorization: .selfHosted(
                    jwksURI: try authorization.required("jwksUri"), idClaim: try authorization.optional("idClaim")))
        }
    }
}

/// A user pool as answers have it (anon.md 2.4). A hosted one shows the key set that Drydock publishes.
private struct UserPoolReply: JSONWritable {
    private let pool: UserPool
    private let origin: Origin

    init(_ pool: UserPool, origin: Origin) {
        self.pool = pool
        self.origin = origin
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", pool.id)
            json.member("name", pool.name)
            json.member("description", pool.description)
            json.member(
                "authorization",
                object: { json in
                    switch pool.authorization {
                    case .hosted: json.member("jwksUri", origin.url + KeySetController.path)
                    case .selfHosted(let jwksURI, _): json.member("jwksUri", jwksURI)
                    }
                    json.member("idClaim", pool.idClaim)
                })
            json.member("organizationId", pool.organizationID)
            json.member("hosted", pool.isHosted)
        }
    }
}
