import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// A customer of Anon's (anon.md 2.1).
struct Organization: Codable, Sendable, Equatable {
    let id: String
    let name: String
    var logoURL: String?
    /// In the order in which they were made.
    var memberIDs: [String]
    let ordinal: Int64
}

// MARK: - Transitions

/// The life of organisations.
extension AnonState {
    /// An organisation with its members, as answers have it.
    struct OrganizationWithMembers: Sendable {
        let organization: Organization
        let members: [Member]
    }

    /// Creates an organisation and its first member, an Admin. Throws 409 if the address is taken, 507 when the world is full.
    mutating func createOrganization(
        named name: String, first draft: Member.Draft, _ turn: AnonTurn
    ) throws(AnonProblem) -> OrganizationWithMembers {
        try checkAddress(draft.email)
        let ordinal = try reserve(turn.policies, for: 2)
        let organization = Organization(id: ids.uuid(), name: name, logoURL: nil, memberIDs: [], ordinal: ordinal)
        organizations[organization.id] = organization
        add(Member(draft, id: ids.uuid(), organizationID: organization.id))
        return try self.organization(organization.id)
    }

    /// The organisation of this id. Throws 404.
    func organization(_ id: String) throws(AnonProblem) -> OrganizationWithMembers {
        guard let organization = organizations[id] else { throw .notFound(.organization, id) }
        return OrganizationWithMembers(
            organization: organization, members: organization.memberIDs.compactMap { members[$0] })
    }
}

// MARK: - Operations

/// Organisations (anon.md 2.1).
extension Endpoint {
    static let createOrganization = Endpoint(
        "anon.createOrganization", .post, "/org/organization", "Create an organisation with its first member",
        choice: """
            The documents differ on whether a bearer is needed; it is not, and one that is sent is not looked at. An \
            address that is taken answers 409.
            """)
    static let getOrganization = Endpoint(
        "anon.getOrganization", .get, "/org/organization/{organizationId}", "Read one organisation",
        choice: "No credential is documented, and none is needed.")
}

/// | call | answer |
/// |---|---|
/// | `POST /org/organization` | 200 `OrganizationReply` |
/// | `GET /org/organization/{organizationId}` | 200 `OrganizationReply` |
enum OrganizationController {
    static let routes: [Route<AnonStore>] = [
        Route(.createOrganization, handle: create),
        Route(.getOrganization, workload: .growing, handle: get),
    ]

    @Sendable private static func create(_ call: AnonCall) throws -> Reply {
        let body = try CreateOrganization.Body(call.members())
        let made = try call.update { try $0.createOrganization(named: body.name, first: body.member, $1) }
        return .json(.ok, OrganizationReply(made))
    }

    @Sendable private static func get(_ call: AnonCall) throws -> Reply {
        let id = call.parameter("organizationId")
        return .json(.ok, OrganizationReply(try call.store.snapshot.organization(id)))
    }
}

// MARK: - Wire forms

/// `POST /org/organization` (anon.md 2.1)
private enum CreateOrganization {
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

/// An organisation as answers have it (anon.md 2.1).
private struct OrganizationReply: JSONWritable {
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
