import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// Somebody who works for an organisation (anon.md 2.2).
struct Member: Codable, Sendable, Equatable {
    /// What is known of a member before it has an id.
    struct Draft: Sendable {
        let name: String
        let email: String
        let password: String
        let role: MemberRole
    }

    let id: String
    let organizationID: String
    let name: String
    let email: String
    let password: String
    let role: MemberRole

    init(_ draft: Draft, id: String, organizationID: String) {
        self.id = id
        self.organizationID = organizationID
        name = draft.name
        email = draft.email
        password = draft.password
        role = draft.role
    }
}

/// What a member may do (anon.md 1).
enum MemberRole: String, Codable, CaseIterable, Sendable {
    case admin = "Admin"
    case member = "Member"
    case readOnly = "ReadOnly"
}

/// What a session token stands for (anon.md 2.3).
struct MemberSession: Codable, Sendable, Equatable {
    let memberID: String
    let keySpace: KeySpace
    /// The instant from which on it is expired.
    let expiresAt: Moment
}

// MARK: - Transitions

/// The life of members and of their sessions.
extension AnonState {
    /// Adds a member to an organisation. Throws 409 if the address is taken, 507 when the world is full.
    mutating func createMember(
        _ draft: Member.Draft, in organizationID: String, _ turn: AnonTurn
    ) throws(AnonProblem) -> Member {
        try checkAddress(draft.email)
        _ = try reserve(turn.policies)
        let member = Member(draft, id: ids.uuid(), organizationID: organizationID)
        add(member)
        return member
    }

    /// The member of this id. Throws 404.
    func member(_ id: String) throws(AnonProblem) -> Member {
        guard let member = members[id] else { throw .notFound(.member, id) }
        return member
    }

    /// Logs a member in. Throws 401 for an unknown address and a wrong password alike, 507 when the world is full.
    mutating func logIn(
        email: String, password: String, keySpace: KeySpace, _ turn: AnonTurn
    ) throws(AnonProblem) -> String {
        guard let member = memberOfEmail[email.lowercased()].flatMap({ members[$0] }) else {
            throw .unauthorized(Reason(AnonReason.loginRefused, "No member has the address \(email)."), turn.policies)
        }
        guard member.password == password else {
            throw .unauthorized(
                Reason(AnonReason.loginRefused, "The password of \(email) is another one."), turn.policies)
        }
        _ = try reserve(turn.policies)
        let token = ids.sessionToken()
        memberSessions[token] = MemberSession(
            memberID: member.id, keySpace: keySpace, expiresAt: turn.now + turn.policies.memberSessionLifetime)
        return token
    }

    /// Throws 409 if a member has the address already.
    func checkAddress(_ email: String) throws(AnonProblem) {
        guard memberOfEmail[email.lowercased()] == nil else {
            throw .conflict(
                "A member with this email exists already", AnonReason.memberAddressTaken,
                "\(email) is a member's already.")
        }
    }

    /// Puts a member where look-ups find it.
    mutating func add(_ member: Member) {
        members[member.id] = member
        memberOfEmail[member.email.lowercased()] = member.id
        organizations[member.organizationID]?.memberIDs.append(member.id)
    }
}

// MARK: - Operations

/// Members and their sessions (anon.md 2.2 and 2.3).
extension Endpoint {
    static let createMember = Endpoint(
        "anon.createMember", .post, "/org/member", "Add a member to an organisation",
        choice: "An Admin's session token or an API key of the organisation may do so; others get 403.")
    static let getMember = Endpoint(
        "anon.getMember", .get, "/org/member/{memberId}", "Read one member",
        choice: "No credential is documented, and none is needed.")
    static let login = Endpoint(
        "anon.login", .post, "/org/login", "Exchange a member's e-mail address and password for a session token",
        choice: """
            The documented need of a bearer is not taken literally, since this call is what yields one. The session \
            token lives for 24 hours (policy `memberSessionLifetime`); a wrong password is a 401. The world is the one \
            of `X-Drydock-World`, else the default one.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /org/member` | 200 `MemberReply` |
/// | `GET /org/member/{memberId}` | 200 `MemberReply` |
/// | `POST /org/login` | 200 `{token}` |
enum MemberController {
    static let routes: [Route<AnonStore>] = [
        Route(.createMember, for: AnonAccess.writing, handle: create),
        Route(.getMember, handle: get),
        Route(.login, handle: logIn),
    ]

    @Sendable private static func create(_ call: AnonCall, caller: Caller) throws -> Reply {
        guard caller.isAdmin else {
            throw AnonProblem.forbidden(
                Reason(AnonReason.memberNotAdmin, "Only a member with the role Admin adds members."))
        }
        let body = try CreateMember.Body(call.members())
        try caller.check(organizationID: body.organizationID, call.store.policies)
        let member = try call.update { try $0.createMember(body.member, in: caller.organizationID, $1) }
        return .json(.ok, MemberReply(member))
    }

    @Sendable private static func get(_ call: AnonCall) throws -> Reply {
        let id = call.parameter("memberId")
        return .json(.ok, MemberReply(try call.store.read { try $0.member(id) }))
    }

    @Sendable private static func logIn(_ call: AnonCall) throws -> Reply {
        let body = try LogIn.Body(call.members())
        let token = try call.update {
            try $0.logIn(email: body.email, password: body.password, keySpace: call.keySpace, $1)
        }
        return .json(.ok, LogIn.Reply(token: token))
    }
}

// MARK: - Wire forms

/// `POST /org/member` (anon.md 2.2). The organisation is the caller's if the body names none (ours).
private enum CreateMember {
    struct Body: Sendable {
        let organizationID: String?
        let member: Member.Draft

        init(_ fields: Fields) throws(FieldComplaint) {
            organizationID = try fields.optionalID("organizationId")
            let role = try fields.choice("role", of: MemberRole.self)
            guard let role else { throw fields.complaint("role", "is required") }
            member = Member.Draft(
                name: try fields.filled("name"), email: try fields.filled("email"),
                password: try fields.filled("password"), role: role)
        }
    }
}

/// `POST /org/login` (anon.md 2.3)
private enum LogIn {
    struct Body: Sendable {
        let email: String
        let password: String

        init(_ fields: Fields) throws(FieldComplaint) {
            email = try fields.required("email")
            password = try fields.required("password")
        }
    }

    struct Reply: JSONWritable {
        let token: String

        func write(to json: inout JSONWriter) {
            json.object { $0.member("token", token) }
        }
    }
}

/// A member as answers have it (anon.md 2.2); never with the password.
struct MemberReply: JSONWritable {
    private let member: Member

    init(_ member: Member) {
        self.member = member
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", member.id)
            json.member("name", member.name)
            json.member("email", member.email)
            json.member("organizationId", member.organizationID)
            json.member("role", member.role.rawValue)
        }
    }
}
