import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `GET /account/api/v1/appUser?externalUserId=` | 200 `AppUserReply` |
enum AppUserController {
    static let routes: [Route<AnonStore>] = [
        Route(.getAppUser, for: CallerAccess.backend, handle: get)
    ]

    @Sendable private static func get(_ call: AnonCall, caller: Caller) throws -> Reply {
        let id = try call.requiredQuery("externalUserId")
        let key = AppUserKey(keySpace: caller.keySpace, organizationID: caller.organizationID, externalID: id)
        let policies = call.store.policies
        do throws(LookUpFailure) {
            let user = try call.store.read { (state) throws(LookUpFailure) in
                try state.lookUp(key, policies: policies)
            }
            return .json(.ok, AppUserReply(user))
        } catch {
            throw AnonProblem.lookUp(error, policies)
        }
    }
}
