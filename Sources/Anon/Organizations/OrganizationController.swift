import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /org/organization` | 200 `OrganizationReply` |
/// | `GET /org/organization/{organizationId}` | 200 `OrganizationReply` |
enum OrganizationController {
    static let routes: [Route<AnonStore>] = [
        Route(.createOrganization, handle: create),
        Route(.getOrganization, handle: get),
    ]

    @Sendable private static func create(_ call: AnonCall) throws -> Reply {
        let body = try CreateOrganization.Body(call.members())
        let policies = call.store.policies
        let made = try call.store.update {
            try $0.createOrganization(named: body.name, first: body.member, policies: policies)
        }
        return .json(.ok, OrganizationReply(made))
    }

    @Sendable private static func get(_ call: AnonCall) throws -> Reply {
        let id = call.parameter("organizationId")
        return .json(.ok, OrganizationReply(try call.store.read { try $0.organization(id) }))
    }
}
