import Kernel

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
