import HTTPTypes
import KernelHTTP

/// Organisations (anon.md 2.1).
extension Endpoint {
    static let createOrganization = Endpoint(
        "anon.createOrganization", .post, "/org/organization", "Make an organisation and its first member",
        choice: "No bearer is needed, and one that is sent is not looked at. An address that is taken: 409.")
    static let getOrganization = Endpoint(
        "anon.getOrganization", .get, "/org/organization/{organizationId}", "Read an organisation",
        choice: "No bearer is needed.")
}
