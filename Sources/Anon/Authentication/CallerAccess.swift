import Kernel
import KernelHTTP

/// Who may call what the backend and the console call: whoever has a session token or an API key.
enum CallerAccess {
    /// For the `org` service: a bearer that is neither is an upstream's trouble (anon.md 9, rows 1 and 2).
    @Sendable static func organization(_ call: AnonCall) throws -> Caller {
        let policies = call.store.policies
        do throws(BearerRefusal) {
            return try caller(of: call)
        } catch .notAKey(let isToken) {
            throw AnonProblem.upstream(BearerRefusal.notAKey(isToken: isToken).reason, policies)
        } catch {
            throw AnonProblem.unauthorized(error.reason, policies)
        }
    }

    /// The same for calls that make something: a member with the role ReadOnly may not.
    @Sendable static func writing(_ call: AnonCall) throws -> Caller {
        let caller = try organization(call)
        guard caller.mayWrite else {
            throw AnonProblem.forbidden(
                Reason("member.readOnly", "A member with the role ReadOnly may not make anything."))
        }
        return caller
    }

    /// For the `account` service, Link and Actions: every bearer that is no key is refused at the gateway.
    @Sendable static func backend(_ call: AnonCall) throws -> Caller {
        do throws(BearerRefusal) {
            return try caller(of: call)
        } catch {
            throw AnonProblem.unauthorized(error.reason, call.store.policies)
        }
    }

    /// Nobody has to say who they are.
    static let open: Route<AnonStore>.Admission = { _ in }

    private static func caller(of call: AnonCall) throws(BearerRefusal) -> Caller {
        let bearer = Bearer(call)
        return try call.store.read { (state) throws(BearerRefusal) in
            try state.caller(bearer: bearer, keySpace: call.keySpace, policies: call.store.policies, now: call.now)
        }
    }
}
