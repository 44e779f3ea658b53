import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Tokens

/// What an app user id token of a hosted pool says (anon.md 2.6), and its signing.
struct AppUserIdTokenGrant: Sendable {
    /// How long such a token lives: 6 months, here 183 days.
    static let lifetime = TimeSpan.minutes(183 * 24 * 60)

    private let appUserID: String
    private let userPoolID: String
    private let sdkClientID: String?
    private let issuedAt: Moment
    private let expiresAt: Moment

    /// - Parameters:
    ///   - userPoolID: goes into a claim of ours, so that a pool without a webapp client recognises its tokens.
    ///   - expiresAt: if nil, `lifetime` after `issuedAt`.
    init(
        appUserID: String, userPoolID: String, sdkClientID: String?, issuedAt: Moment, expiresAt: Moment? = nil
    ) {
        self.appUserID = appUserID
        self.userPoolID = userPoolID
        self.sdkClientID = sdkClientID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt ?? issuedAt + Self.lifetime
    }

    /// The token.
    func sign() async -> String {
        var claims = JSONObject()
        claims["sdkClientId"] = sdkClientID.map(JSONValue.string)
        claims["userPoolId"] = .string(userPoolID)
        return await TokenSigner.sign(
            TokenDraft(subject: appUserID, claims: claims, issuedAt: issuedAt, expiresAt: expiresAt))
    }
}

// MARK: - Operations

/// | call | answer |
/// |---|---|
/// | `POST /org/appUserIdToken` | 200 `{appUserIdToken}` |
enum AppUserIdTokenController {
    static let routes: [Route<AnonStore>] = [
        // To sign takes half a millisecond of a processor.
        Route(.createAppUserIdToken, for: AnonAccess.writing, workload: .long, waiting: create)
    ]

    /// Issuing links nobody: no record of the user is made (anon.md 8).
    @Sendable private static func create(_ call: AnonCall, caller: Caller) async throws -> Reply {
        let body = try CreateAppUserIdToken.Body(call.members())
        let grant = try call.store.read { (state) throws(AnonProblem) in
            let pool = try state.issuingPool(body.userPoolID, for: caller)
            return AppUserIdTokenGrant(
                appUserID: body.appUserID, userPoolID: pool.id, sdkClientID: state.webappClient[pool.id],
                issuedAt: call.now, expiresAt: body.expiresAt)
        }
        return .json(.ok, CreateAppUserIdToken.Reply(appUserIDToken: await grant.sign()))
    }
}

extension Endpoint {
    static let createAppUserIdToken = Endpoint(
        "anon.createAppUserIdToken", .post, "/org/appUserIdToken",
        "Issue an app user id token for an end user of a hosted pool",
        choice: """
            Without `userPoolId` the first hosted pool of the organisation is used. The token is signed with RS256 and \
            the built-in key; its `sdkClientId` is the pool's first webapp client. 6 months are 183 days. No app user \
            is made by it.
            """)
}

// MARK: - Wire forms

/// `POST /org/appUserIdToken` (anon.md 2.6)
private enum CreateAppUserIdToken {
    struct Body: Sendable {
        let appUserID: String
        let userPoolID: String?
        /// The instant that `exp` names; nil is 6 months from now.
        let expiresAt: Moment?

        init(_ fields: Fields) throws(FieldComplaint) {
            appUserID = try fields.filled("appUserId")
            userPoolID = try fields.optionalID("userPoolId")
            let seconds: Int? = try fields.optional("exp")
            if let seconds, UInt32(exactly: seconds) == nil {
                throw fields.complaint("exp", "must be seconds since 1970, from 0 to \(UInt32.max)")
            }
            expiresAt = seconds.map { Moment(milliseconds: Int64($0) * 1000) }
        }
    }

    struct Reply: JSONWritable {
        let appUserIDToken: String

        func write(to json: inout JSONWriter) {
            json.object { $0.member("appUserIdToken", appUserIDToken) }
        }
    }
}

// MARK: - The key set that verifies what is issued here

/// | call | answer |
/// |---|---|
/// | `GET /.well-known/jwks.json` | 200 the built-in key set |
enum KeySetController {
    /// Where the built-in key set is, on every host.
    static let path = "/.well-known/jwks.json"

    static let routes: [Route<AnonStore>] = [Route(.getKeySet, handle: get)]

    @Sendable private static func get(_ call: AnonCall) -> Reply {
        var reply = Reply.json(.ok, BuiltInKeys.jwks)
        // Key sets are public by nature; pages may read them, too.
        reply.headers[.accessControlAllowOrigin] = "*"
        return reply
    }
}

extension Endpoint {
    static let getKeySet = Endpoint(
        "anon.getKeySet", .get, KeySetController.path, "Read the public keys that verify the tokens of hosted pools",
        provenance: .ours,
        choice: """
            Where the vendor keeps its key set was never published; path, keys and algorithms are Drydock's choice. \
            There are keys for RS256, ES256 and EdDSA; tokens are issued with RS256.
            """)
}
