import HashTreeCollections
import Kernel

/// The life of user pools.
extension AnonState {
    /// Makes a pool for the caller's organisation. Throws 507 when the world is full.
    mutating func createUserPool(
        _ draft: UserPool.Draft, for caller: Caller, policies: AnonPolicies
    ) throws(AnonProblem) -> UserPool {
        let ordinal = try makeRoom(policies)
        let pool = UserPool(
            id: ids.uuid(), name: draft.name, description: draft.description, organizationID: caller.organizationID,
            authorization: draft.authorization, ordinal: ordinal)
        add(pool)
        return pool
    }

    /// The caller's pool of this id. Throws 404 for an unknown one, 403 for another organisation's.
    func userPool(_ id: String, for caller: Caller) throws(AnonProblem) -> UserPool {
        guard let pool = userPools[id] else { throw .notFound("User pool", id) }
        guard pool.organizationID == caller.organizationID else {
            throw .forbidden(.otherOrganization("User pool", id))
        }
        return pool
    }

    /// The pool that tokens are issued for: the named one, else the organisation's first hosted pool (anon.md 2.6).
    /// Throws 400 where there is none or it is not hosted.
    func issuingPool(_ id: String?, for caller: Caller) throws(AnonProblem) -> UserPool {
        guard let id else {
            guard let pool = defaultPool[caller.organizationID].flatMap({ userPools[$0] }) else {
                throw .invalid(
                    "The organization has no Anon-hosted user pool", "userpool.notHosted",
                    "Tokens are issued for hosted pools only: POST /org/userPool without authorization makes one.")
            }
            return pool
        }
        guard let pool = userPools[id], pool.organizationID == caller.organizationID else {
            throw .unknown("User pool", id)
        }
        guard pool.isHosted else {
            throw .invalid(
                "The user pool is not hosted by Anon", "userpool.notHosted",
                "Pool \"\(pool.name)\" verifies the customer's own tokens; Anon cannot issue any for it.")
        }
        return pool
    }

    /// Puts a pool where look-ups find it.
    mutating func add(_ pool: UserPool) {
        userPools[pool.id] = pool
        if pool.isHosted, defaultPool[pool.organizationID] == nil { defaultPool[pool.organizationID] = pool.id }
    }
}
