import Kernel

/// `POST /org/member` (anon.md 2.2). The organisation is the caller's where the body names none (ours).
enum CreateMember {
    struct Body: Sendable {
        let organizationID: String?
        let member: Member.Draft

        init(_ fields: Fields) throws(FieldComplaint) {
            organizationID = try fields.optional("organizationId")
            let role = try fields.choice("role", of: MemberRole.self)
            guard let role else { throw fields.complaint("role", "is required") }
            member = Member.Draft(
                name: try fields.filled("name"), email: try fields.filled("email"),
                password: try fields.filled("password"), role: role)
        }
    }
}
