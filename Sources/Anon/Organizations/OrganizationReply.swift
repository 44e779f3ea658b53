import Kernel

/// An organisation as answers have it (anon.md 2.1).
struct OrganizationReply: JSONWritable {
    private let organization: Organization
    private let members: [Member]

    init(_ content: AnonState.OrganizationWithMembers) {
        organization = content.organization
        members = content.members
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", organization.id)
            json.member("name", organization.name)
            json.member("logoUrl", organization.logoURL)
            json.member("members", members.map(MemberReply.init))
        }
    }
}
