import Kernel

extension CallerAccess {
    /// As `backend`, for calls that change something or act in a user's name: a member with the role ReadOnly may not.
    @Sendable static func backendWriting(_ call: AnonCall) throws -> Caller {
        let caller = try backend(call)
        guard caller.mayWrite else {
            throw AnonProblem.forbidden(
                Reason("member.readOnly", "A member with the role ReadOnly may not change or use anything."))
        }
        return caller
    }
}
