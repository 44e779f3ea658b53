import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Tokens

/// Who may call what an end user's browser or phone calls: whoever has an app user id token that the client's pool verifies
/// (anon.md 6). The token is checked by way of client, pool and key set; each step has its own reason, the client sees 401.
enum AppUserAccess {
    /// The app user of a call.
    @Sendable static func appUser(_ call: AnonCall) async throws -> AppUserIdentity {
        try await appUser(call, token: Bearer(call)?.text, clientID: call.sdkClientID)
    }

    /// The app user whom `token` names to the pool of `clientID`. Throws 401.
    static func appUser(
        _ call: AnonCall, token: String?, clientID: String?
    ) async throws(AnonProblem) -> AppUserIdentity {
        do throws(AppUserRefusal) {
            return try await identity(token: token, clientID: clientID, call)
        } catch {
            throw .unauthorized(error.reason, call.store.policies)
        }
    }

    /// Whom `token` names to the pool of `clientID`, at the host that was called. Throws why it names nobody.
    static func identity(
        token: String?, clientID: String?, _ call: AnonCall
    ) async throws(AppUserRefusal) -> AppUserIdentity {
        try await identity(
            token: token, clientID: clientID, in: call.store, keySpace: call.keySpace, at: call.now,
            // Whoever is due meanwhile has nothing to do with the customer's server.
            beforeWaiting: call.exchange.releasePermit)
    }

    /// Whom `token` names to the pool of `clientID`. Throws why it names nobody; nothing has changed then.
    ///
    /// - Parameter beforeWaiting: called if the customer's server has to be waited for.
    static func identity(
        token: String?, clientID: String?, in store: AnonStore, keySpace: KeySpace, at now: Moment,
        beforeWaiting: @Sendable () -> Void = {}
    ) async throws(AppUserRefusal) -> AppUserIdentity {
        guard let token, !token.isEmpty else { throw .noToken }
        let pool = try store.read { (state) throws(AppUserRefusal) in
            do throws(ClientRefusal) { return try state.userPool(ofClient: clientID) } catch { throw .client(error) }
        }
        let verified = try await verify(token, for: pool, in: store, at: now, beforeWaiting: beforeWaiting)
        if pool.isHosted { try checkIssue(of: verified, for: pool, in: store) }
        return AppUserIdentity(
            externalID: verified.subject, email: verified.email, organizationID: pool.organizationID,
            keySpace: keySpace, userPoolID: pool.id, sdkClientID: clientID ?? "")
    }

    private static func verify(
        _ token: String, for pool: UserPool, in store: AnonStore, at now: Moment,
        beforeWaiting: @Sendable () -> Void
    ) async throws(AppUserRefusal) -> VerifiedToken {
        let keys: KeySet
        switch pool.authorization {
        case .hosted: keys = BuiltInKeys.keySet
        case .selfHosted(let jwksURI, _):
            do throws(KeySetFailure) {
                keys = try await store.keySets.keySet(
                    for: jwksURI, at: now, freshness: .cached(knowing: WantedKey(of: token)),
                    beforeWaiting: beforeWaiting)
            } catch {
                throw .keySet(error.reason)
            }
        }
        do throws(TokenRefusal) {
            return try await TokenVerifier.verify(token, with: keys, idClaim: pool.idClaim, at: now)
        } catch {
            throw .token(error.reason, pool: pool.name)
        }
    }

    /// All hosted pools share one key set, so the signature alone does not tell them apart: the token's own words do.
    private static func checkIssue(
        of token: VerifiedToken, for pool: UserPool, in store: AnonStore
    ) throws(AppUserRefusal) {
        try store.read { (state) throws(AppUserRefusal) in
            if let id = token.claims.id("userPoolId"), id != pool.id {
                throw .otherPool(ofToken: state.userPools[id]?.name ?? id, ofClient: pool.name)
            }
            if let id = token.claims.id("sdkClientId") {
                let own = try? state.userPool(ofClient: id)
                guard own?.id == pool.id else {
                    throw .otherPool(ofToken: own?.name ?? "of the unknown SDK client \(id)", ofClient: pool.name)
                }
            }
        }
    }
}

/// Who an app user id token says its bearer is, once it is verified.
struct AppUserIdentity: Sendable, Equatable {
    /// The customer's own id: the value of the pool's claim.
    let externalID: String
    /// The token's e-mail address.
    let email: String?
    let organizationID: String
    let keySpace: KeySpace
    let userPoolID: String
    /// The webapp client that the token came with.
    let sdkClientID: String

    /// The key of the user's record and sessions.
    var key: AppUserKey { AppUserKey(keySpace: keySpace, organizationID: organizationID, externalID: externalID) }
}

// MARK: - Refusals

/// Why an app user id token names nobody.
enum AppUserRefusal: Error, Sendable {
    case noToken
    case client(ClientRefusal)
    /// The pool's key set cannot be had.
    case keySet(Reason)
    case token(Reason, pool: String)
    case otherPool(ofToken: String, ofClient: String)

    var reason: Reason {
        switch self {
        case .noToken:
            Reason(TokenReason.jwtMissing, "There is no app user id token in Authorization: Bearer.")
        case .client(let refusal): refusal.reason
        case .keySet(let reason): reason
        case .token(let reason, let pool):
            reason.adding("(User pool \"\(pool)\".)")
        case .otherPool(let token, let client):
            Reason(
                AnonReason.jwtOtherPool,
                "The token was issued for user pool \"\(token)\", and the SDK client belongs to \"\(client)\". Use the id of "
                    + "the webapp client of the token's pool.")
        }
    }
}
