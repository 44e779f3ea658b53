import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// Anon's record of an end user. Only finishing Link makes one; issuing a token does not (anon.md 8).
struct AppUser: Codable, Sendable, Equatable {
    let key: AppUserKey
    /// Anon's internal id (anon.md 3.4).
    let anonID: String
    var email: String?
    let ordinal: Int64
}

/// Which app user is meant: the customer's own id, in an organisation and a key space.
struct AppUserKey: Hashable, Codable, Sendable {
    let keySpace: KeySpace
    let organizationID: String
    let externalID: String

    /// Which session is the user's at an app.
    func owner(at app: String) -> SessionOwner {
        SessionOwner(keySpace: keySpace, externalID: externalID, app: app)
    }
}

/// App user ids that mean something in every scenario, by their ending (MagicValues.md).
enum MagicAppUser: String, CaseIterable, Sendable {
    /// Never linked, until Link is finished.
    case unlinked = "+unlinked"
    /// The look-up crashes, until Link is finished.
    case crash = "+crash"
    /// Has a revoked session at every app, until Link is finished there.
    case revoked = "+revoked"
    /// Has a session at every app whose status stays unknown.
    case unknown = "+unknown"

    init?(externalID: String) {
        guard let magic = Self.allCases.first(where: { externalID.hasSuffix($0.rawValue) }) else { return nil }
        self = magic
    }

    // What such a user has is in no table: it follows from the id alone, and is the same at every look.

    /// The user's record; nil for those who have none before they link.
    func record(of key: AppUserKey) -> AppUser? {
        switch self {
        case .unlinked, .crash: nil
        case .revoked, .unknown: AppUser(key: key, anonID: Self.id("user", of: key), email: nil, ordinal: 0)
        }
    }

    /// The user's session at any app, collected when the world began.
    func session(of key: AppUserKey, at app: String, collectedAt: Moment) -> Session? {
        let condition: Session.Condition
        switch self {
        case .unlinked, .crash: return nil
        case .revoked: condition = .revoked
        case .unknown: condition = .unknown
        }
        return Session(
            id: Self.id("session/\(app)", of: key), app: app, user: key, condition: condition, unknownReadsLeft: 0,
            usesLeft: nil, collectedAt: collectedAt, grantedClientIDs: [], ordinal: 0)
    }

    private static func id(_ kind: String, of key: AppUserKey) -> String {
        var ids = IDSequence(
            seed: 0, tag: WorldTag(name: "magic"),
            stream: "\(kind)/\(key.keySpace.rawValue)/\(key.organizationID)/\(key.externalID)")
        return ids.uuid()
    }
}

// MARK: - Transitions

/// App users: who linked, and who is looked up.
extension AnonState {
    /// The record of an app user. Throws for one who never linked; magic ids are as they say (MagicValues.md).
    func lookUp(_ key: AppUserKey, _ turn: AnonTurn) throws(LookUpFailure) -> AppUser {
        if let user = appUsers[key] { return user }
        let magic = MagicAppUser(externalID: key.externalID)
        if let record = magic?.record(of: key) { return record }
        let isCrash = magic == .crash || magic == nil && turn.policies.translation.unlinked == .crash
        throw isCrash ? .crashed(externalID: key.externalID) : .notLinked(externalID: key.externalID)
    }

    /// The record of an app user, made if there is none. Its address is the newest that a token named. Throws 507 when the
    /// world is full.
    mutating func appUser(
        for key: AppUserKey, email: String?, _ turn: AnonTurn
    ) throws(AnonProblem) -> AppUser {
        if var known = appUsers[key] {
            if let email, known.email != email {
                known.email = email
                appUsers[key] = known
            }
            return known
        }
        let user = AppUser(key: key, anonID: ids.uuid(), email: email, ordinal: try reserve(turn.policies))
        appUsers[key] = user
        return user
    }
}

// MARK: - Operations

/// The look-up of app users (anon.md 2.8).
extension Endpoint {
    static let getAppUser = Endpoint(
        "anon.getAppUser", .get, "/account/api/v1/appUser", "Look an app user up by the customer's own id",
        provenance: .ours,
        choice: """
            The vendor's look-up exists, but only what it fails with was ever published; path, parameter and body are \
            Drydock's choice. It fails with 404 and the reason phrase `Not Found`, or with 500 and `Internal Server` \
            (policy `translation`, and ids that end with `+crash`).
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /account/api/v1/appUser?externalUserId=` | 200 `AppUserReply` |
enum AppUserController {
    static let routes: [Route<AnonStore>] = [
        Route(.getAppUser, for: AnonAccess.backend, handle: get)
    ]

    @Sendable private static func get(_ call: AnonCall, caller: Caller) throws -> Reply {
        let id = try call.requiredQuery("externalUserId")
        do throws(LookUpFailure) {
            let user = try call.store.read { (state) throws(LookUpFailure) in
                try state.lookUp(caller.appUser(id), call.turn)
            }
            return .json(.ok, AppUserReply(user))
        } catch {
            throw AnonProblem.lookUp(error, call.store.policies)
        }
    }
}

// MARK: - Wire forms

/// An app user as answers have it: the customer's id and Anon's (anon.md 3.4).
struct AppUserReply: JSONWritable {
    private let user: AppUser

    init(_ user: AppUser) {
        self.user = user
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", user.key.externalID)
            json.member("anonId", user.anonID)
            json.member("email", user.email)
        }
    }
}

// MARK: - Refusals

/// Why an external user id leads to no app user.
enum LookUpFailure: Error, Equatable, Sendable {
    /// The user never linked (anon.md 9, row 6).
    case notLinked(externalID: String)
    /// The look-up crashed over a user who never linked (anon.md 9, row 7).
    case crashed(externalID: String)

    var isCrash: Bool {
        if case .crashed = self { true } else { false }
    }

    /// The look-up's status with its reason phrase.
    func status(_ policies: AnonPolicies) -> HTTPResponse.Status {
        switch self {
        case .notLinked: .notFound
        case .crashed:
            HTTPResponse.Status(
                code: 500,
                reasonPhrase: policies.translation.phrase == .quoted ? "Internal Server" : "Internal Server Error")
        }
    }

    var reason: Reason {
        switch self {
        case .notLinked(let id):
            Reason(
                AnonReason.userNotLinked,
                "App user \"\(id)\" never linked in this organisation and key space. A token alone links nobody: let the "
                    + "user finish Link, or POST /_drydock/link/complete.")
        case .crashed(let id):
            Reason(
                AnonReason.userLookupCrashed,
                "The look-up of app user \"\(id)\", who never linked, crashed as ordered. Let the user finish Link.")
        }
    }
}

/// The look-up of an app user by the customer's own id (anon.md 2.8 and 8): its own answer, and how calls that need it relay it.
extension AnonProblem {
    /// The look-up's own answer. Its reason phrase is what Node's `fetch` shows as `statusText`.
    static func lookUp(_ failure: LookUpFailure, _ policies: AnonPolicies) -> AnonProblem {
        AnonProblem(
            failure.status(policies), failure.isCrash ? "Internal server error" : "App user not found", failure.reason)
    }

    /// `Error translating external user id: 404 - Not Found`, and the same with `500 - Internal Server`.
    static func translation(_ failure: LookUpFailure, _ policies: AnonPolicies) -> AnonProblem {
        let status = failure.status(policies)
        return AnonProblem(
            status, "Error translating external user id: \(status.code) - \(status.reasonPhrase)", failure.reason)
    }
}
