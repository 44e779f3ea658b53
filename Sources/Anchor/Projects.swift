import HTTPTypes
import Kernel
import KernelHTTP

/// The project that everything of a world belongs to, with the key that the vendor's chat demo finds through its cookie.
struct Project: Codable, Sendable, Equatable {
    /// A UUID.
    let id: String
    let keyID: String
    let key: String
    let name: String

    /// The project of the world that `ids` issues for.
    init(ids: inout IDSequence) {
        id = ids.uuid()
        keyID = ids.uuid()
        key = ids.secret(prefix: "sk-")
        name = "Drydock"
    }
}

// MARK: - Operations

/// Who may ask for a project: whoever brings the cookie of a signed-in user (anchor.md 6, step 1).
private enum ProjectAccess {
    private static let cookieName = "wos-session"

    /// Lets calls with any value of the cookie in; 401 for the others.
    static let cookie: Route<AnchorStore>.Admission = { call in
        let value = call.exchange.cookies[cookieName] ?? ""
        guard MarkedKey(value).credential.isEmpty else { return }
        throw AnchorProblem(
            .unauthorized, "Unauthorized",
            Reason(AnchorReason.cookieMissing, "The cookie \(cookieName) is missing or empty; any value is taken."))
    }

    /// The `@world` at the end of the cookie; empty if there is none.
    static func worldSuffix(of call: AnchorCall) -> Substring {
        let value = call.exchange.cookies[cookieName] ?? ""
        return value.dropFirst(MarkedKey(value).credential.count)
    }
}

/// The two calls with which the vendor's chat demo finds its key (anchor.md 6, step 1).
extension Endpoint {
    static let getUserProject = Endpoint(
        "anchor.getUserProject", .get, "/api/user/project", "Read the project of the signed-in user",
        provenance: .undocumented,
        choice: """
            Any value of the cookie `wos-session` is a signed-in user; without one the answer is 401. The shape `{id, \
            name}` is ours; it is one of those that the vendor's chat demo understands.
            """)
    static let listProjectAPIKeys = Endpoint(
        "anchor.listProjectAPIKeys", .get, "/v1/projects/{projectId}/api-keys", "List the API keys of a project",
        provenance: .undocumented,
        choice: """
            One key of the world's own, or those of the policy `apiKeys`. The shape `{data: {count, items}}` of `{id, \
            name, apikey}` is ours; it is one of those that the vendor's chat demo understands. An unknown project \
            answers 400.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /api/user/project` | 200 `GetUserProject.Reply` |
/// | `GET /v1/projects/{projectId}/api-keys` | 200 `{data: {count, items}}` of `ListProjectAPIKeys.Item` |
enum ProjectController {
    static let routes: [Route<AnchorStore>] = [
        Route(.getUserProject, admit: ProjectAccess.cookie, handle: get),
        Route(.listProjectAPIKeys, admit: ProjectAccess.cookie, handle: listKeys),
    ]

    private static func get(_ call: AnchorCall) -> Reply {
        .json(.ok, GetUserProject.Reply(project: call.store.read { $0.project }))
    }

    private static func listKeys(_ call: AnchorCall) throws -> Reply {
        let project = call.store.read { $0.project }
        let id = call.parameter("projectId")
        guard id == project.id || call.store.policies.unknownIDs == .adopt else {
            throw AnchorProblem.unknown(.project, id)
        }
        // The world's own key leads back to its world by itself; one from the scenario needs the name of the world.
        let suffix = ProjectAccess.worldSuffix(of: call)
        let keys = call.store.policies.apiKeys?.map { "\($0)\(suffix)" } ?? [project.key]
        return .json(.ok, ItemsReply(keys.map { ListProjectAPIKeys.Item(id: project.keyID, key: $0) }))
    }
}

// MARK: - Replies

/// `GET /api/user/project` (anchor.md 6, step 1)
private enum GetUserProject {
    /// The first of the forms that the vendor's chat demo reads.
    struct Reply: JSONWritable {
        let project: Project

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", project.id)
                json.member("name", project.name)
            }
        }
    }
}

/// `GET /v1/projects/{projectId}/api-keys` (anchor.md 6, step 1)
private enum ListProjectAPIKeys {
    /// One of the forms that the vendor's chat demo reads.
    struct Item: JSONWritable {
        let id: String
        let key: String

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", id)
                json.member("name", "default")
                json.member("apikey", key)
            }
        }
    }
}
