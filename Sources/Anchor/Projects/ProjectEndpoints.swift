import HTTPTypes
import KernelHTTP

/// The two calls with which the vendor's chat demo finds its key (anchor.md 6, 1).
extension Endpoint {
    static let getUserProject = Endpoint(
        "anchor.getUserProject", .get, "/api/user/project", "Read the project of the signed-in user",
        provenance: .undocumented,
        choice: "Any value of the cookie `wos-session` is a signed-in user; without one 401. Answers `{id, name}`.")
    static let listProjectAPIKeys = Endpoint(
        "anchor.listProjectAPIKeys", .get, "/v1/projects/{projectId}/api-keys", "List the project's API keys",
        provenance: .undocumented,
        choice:
            "One key of the world's own, or those of policies.apiKeys, as `{data: {count, items}}` of "
            + "`{id, name, apikey}`; an unknown project answers 400.")
}
