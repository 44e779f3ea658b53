import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /org/member` | 200 `MemberReply` |
/// | `GET /org/member/{memberId}` | 200 `MemberReply` |
/// | `POST /org/login` | 200 `{token}` |
enum MemberController {
    static let routes: [Route<AnonStore>] = [
        Route(.createMember, for: CallerAccess.writing, handle: create),
        Route(.getMember, handle: get),
        Route(.login, handle: logIn),
    ]

    @Sendable private static func create(_ call: AnonCall, caller: Caller) throws -> Reply {
        guard caller.isAdmin else {
            throw AnonProblem.forbidden(Reason("member.notAdmin", "Only a member with the role Admin adds members."))
        }
        let body = try CreateMember.Body(call.members())
        let policies = call.store.policies
        try caller.check(organizationID: body.organizationID, policies)
        let member = try call.store.update {
            try $0.createMember(body.member, in: caller.organizationID, policies: policies)
        }
        return .json(.ok, MemberReply(member))
    }

    @Sendable private static func get(_ call: AnonCall) throws -> Reply {
        let id = call.parameter("memberId")
        return .json(.ok, MemberReply(try call.store.read { try $0.member(id) }))
    }

    @Sendable private static func logIn(_ call: AnonCall) throws -> Reply {
        let body = try LogIn.Body(call.members())
        let policies = call.store.policies
        let token = try call.store.update {
            try $0.logIn(
                email: body.email, password: body.password, keySpace: call.keySpace, policies: policies, now: call.now)
        }
        return .json(.ok, LogIn.Reply(token: token))
    }
}
