import HTTPTypes
import KernelHTTP

/// Applications (anchor.md 2).
extension Endpoint {
    static let createApplication = Endpoint(
        "anchor.createApplication", .post, "/v1/applications", "Register a site",
        choice: """
            A site that is registered already answers 201 with the existing application, unchanged. A bare host name \
            is read as https.
            """)
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
        choice: "An unknown application, and a metadata filter that is not a JSON object, answer 400.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/applications` | 201 `CreateApplication.Reply` |
/// | `GET /v1/applications` | 200 `ListApplications.Reply` |
/// | `GET /v1/applications/{applicationId}` | 200 `ApplicationDetails` |
/// | `DELETE /v1/applications/{applicationId}` | 200 `{success: true}` |
/// | `GET /v1/applications/{applicationId}/identities` | 200 `ListApplicationIdentities.Reply` |
enum ApplicationController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createApplication, admit: AnchorAccess.apiKey, handle: create),
        Route(.listApplications, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.getApplication, admit: AnchorAccess.apiKey, handle: get),
        Route(.deleteApplication, workload: .growing, admit: AnchorAccess.apiKey, handle: delete),
        Route(.listApplicationIdentities, workload: .growing, admit: AnchorAccess.apiKey, handle: listIdentities),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let body = try CreateApplication.Body(call.members())
        let application = try call.update { try $0.createApplication(body.draft, $1) }
        return .json(.created, CreateApplication.Reply(application))
    }

    private static func list(_ call: AnchorCall) -> Reply {
        let search = call.query("search") ?? ""
        return .json(.ok, ListApplications.Reply(call.store.read { $0.applications(matching: search) }))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("applicationId")
        let known =
            try call.store.read { $0.application(id) } ?? call.update { try $0.knownApplication(id, $1) }
        guard let known else { throw AnchorProblem.notFound(.application, id) }
        return .json(.ok, ApplicationDetails(known))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { try $0.deleteApplication(call.parameter("applicationId"), $1) }
        return .json(.ok, SuccessReply())
    }

    private static func listIdentities(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let filter = try IdentityFilter(query: call.exchange.query, reading: policies.reading)
        let id = call.parameter("applicationId")
        // Made of a snapshot, with no lock held: a large application's takes long.
        let identities =
            try call.store.snapshot.readableIdentities(of: id, matching: filter)
            ?? call.update { try $0.identities(of: id, matching: filter, $1) }
        return .json(.ok, ListApplicationIdentities.Reply(identities, at: call.now))
    }
}
