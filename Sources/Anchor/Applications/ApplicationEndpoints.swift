import HTTPTypes
import KernelHTTP

/// Applications (anchor.md 2).
extension Endpoint {
    static let createApplication = Endpoint(
        "anchor.createApplication", .post, "/v1/applications", "Register a site",
        choice: "A site that is registered already answers 201 with the existing application, unchanged.")
    static let listApplications = Endpoint(
        "anchor.listApplications", .get, "/v1/applications", "List the applications",
        choice: "`search` looks in name and site, in any case; `page` and `limit` are ignored.")
    static let getApplication = Endpoint(
        "anchor.getApplication", .get, "/v1/applications/{applicationId}", "Read one application")
    static let deleteApplication = Endpoint(
        "anchor.deleteApplication", .delete, "/v1/applications/{applicationId}", "Delete an application",
        choice: "Its identities go with it and its unused identity tokens die.")
    static let listApplicationIdentities = Endpoint(
        "anchor.listApplicationIdentities", .get, "/v1/applications/{applicationId}/identities",
        "List the identities of an application",
        choice: "An unknown application and a metadata filter that is no JSON object answer 400.")
}
