import HTTPTypes
import Kernel
import KernelHTTP

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
            throw AnchorProblem.unknown("Project", id)
        }
        // The world's own key leads back to its world by itself; one from the scenario needs the name of the world.
        let suffix = ProjectAccess.worldSuffix(of: call)
        let keys = call.store.policies.apiKeys?.map { "\($0)\(suffix)" } ?? [project.key]
        return .json(.ok, ItemsReply(keys.map { ListProjectAPIKeys.Item(id: project.keyID, key: $0) }))
    }
}
