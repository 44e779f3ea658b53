import HashTreeCollections
import Kernel

/// App users: who linked, and who is looked up.
extension AnonState {
    /// The record of an app user. Throws for one who never linked; magic ids are as they say (product.md 4).
    func lookUp(_ key: AppUserKey, policies: AnonPolicies) throws(LookUpFailure) -> AppUser {
        if let user = appUsers[key] { return user }
        let magic = MagicAppUser(externalID: key.externalID)
        if let record = magic?.record(of: key) { return record }
        let isCrash = magic == .crash || magic == nil && policies.unlinkedUser == .crash
        throw isCrash ? .crashed(externalID: key.externalID) : .notLinked(externalID: key.externalID)
    }

    /// The record of an app user, made where there is none. Its address is the newest that a token named.
    mutating func appUser(
        for key: AppUserKey, email: String?, policies: AnonPolicies
    ) throws(AnonProblem) -> AppUser {
        if var known = appUsers[key] {
            if let email, known.email != email {
                known.email = email
                appUsers[key] = known
            }
            return known
        }
        let user = AppUser(key: key, anonID: ids.uuid(), email: email, ordinal: try makeRoom(policies))
        appUsers[key] = user
        return user
    }
}
