import HashTreeCollections
import Kernel

/// Who may use the tunnel.
extension AnonState {
    /// Throws 403 for a key that is refused, 502 for a user who never linked.
    func checkTunnel(
        of credentials: ProxyCredentials, policies: AnonPolicies, now: Moment
    ) throws(AnonProblem) {
        let caller: Caller
        do throws(BearerRefusal) {
            caller = try self.caller(
                bearer: Bearer(credentials.key), inAnyKeySpace: policies, now: now)
        } catch {
            throw .tunnelKeyRefused(error.reason)
        }
        let key = AppUserKey(
            keySpace: caller.keySpace, organizationID: caller.organizationID, externalID: credentials.appUserID)
        do throws(LookUpFailure) {
            _ = try lookUp(key, policies: policies)
        } catch {
            throw .tunnelRefused(error)
        }
    }

    /// A proxy's host names no environment, so the key's own counts.
    private func caller(
        bearer: Bearer?, inAnyKeySpace policies: AnonPolicies, now: Moment
    ) throws(BearerRefusal) -> Caller {
        do throws(BearerRefusal) {
            return try caller(bearer: bearer, keySpace: .sandbox, policies: policies, now: now)
        } catch .otherKeySpace(let own, _) {
            return try caller(bearer: bearer, keySpace: own, policies: policies, now: now)
        }
    }
}
