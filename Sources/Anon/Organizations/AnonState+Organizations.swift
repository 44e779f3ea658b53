import HashTreeCollections
import Kernel

/// The life of organisations.
extension AnonState {
    /// An organisation with its members, as answers have it.
    struct OrganizationWithMembers: Sendable {
        let organization: Organization
        let members: [Member]
    }

    /// Makes an organisation and its first member, an Admin. Throws 409 where the address is taken, 507 when full.
    mutating func createOrganization(
        named name: String, first draft: Member.Draft, policies: AnonPolicies
    ) throws(AnonProblem) -> OrganizationWithMembers {
        try checkAddress(draft.email)
        let ordinal = try makeRoom(for: 2, policies)
        let organization = Organization(id: ids.uuid(), name: name, logoURL: nil, memberIDs: [], ordinal: ordinal)
        organizations[organization.id] = organization
        add(Member(draft, id: ids.uuid(), organizationID: organization.id))
        return try self.organization(organization.id)
    }

    /// The organisation of this id. Throws 404.
    func organization(_ id: String) throws(AnonProblem) -> OrganizationWithMembers {
        guard let organization = organizations[id] else { throw .notFound("Organization", id) }
        return OrganizationWithMembers(
            organization: organization, members: organization.memberIDs.compactMap { members[$0] })
    }
}
