import Kernel

/// `POST /org/organization` (anon.md 2.1)
enum CreateOrganization {
    struct Body: Sendable {
        let name: String
        let member: Member.Draft

        init(_ fields: Fields) throws(FieldComplaint) {
            name = try fields.filled("name")
            guard let member = try fields.object("member") else { throw fields.complaint("member", "is required") }
            self.member = Member.Draft(
                name: try member.filled("name"), email: try member.filled("email"),
                password: try member.filled("password"), role: .admin)
        }
    }
}
