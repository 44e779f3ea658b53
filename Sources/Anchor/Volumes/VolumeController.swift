import HTTPTypes
import Kernel
import KernelHTTP

/// Volumes (anchor.md 10 and 12.16).
extension Endpoint {
    static let createVolume = Endpoint(
        "anchor.createVolume", .post, "/v1/volumes", "Make a volume",
        choice: """
            `ready` at once, or as late as the policy `volumeCreation` says. 400 for a name that is none, and for the \
            eleventh volume. 403 where the policy `volumes` is `disabled`, as on every call on volumes.
            """)
    static let listVolumes = Endpoint(
        "anchor.listVolumes", .get, "/v1/volumes", "List the volumes",
        choice:
            "In the order of making. `state=deleted` needs `include_deleted=true`; the last 100 deleted ones are listed."
    )
    static let getVolumeByName = Endpoint(
        "anchor.getVolumeByName", .get, "/v1/volumes/by-name/{name}", "Find a volume by its name")
    static let getVolume = Endpoint("anchor.getVolume", .get, "/v1/volumes/{volume_id}", "Read one volume")
    static let deleteVolume = Endpoint(
        "anchor.deleteVolume", .delete, "/v1/volumes/{volume_id}", "Delete a volume",
        choice: "`deleted` at once, with its files, in whatever state it was. Its name is free again.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/volumes` | 200 `{data}` of `VolumeDetails` |
/// | `GET /v1/volumes` | 200 `{data: {count, items}}` of `VolumeDetails` |
/// | `GET /v1/volumes/by-name/{name}` | 200 `{data}` of `VolumeDetails` |
/// | `GET /v1/volumes/{volume_id}` | 200 `{data}` of `VolumeDetails` |
/// | `DELETE /v1/volumes/{volume_id}` | 200 `{data: {id, status}}` |
enum VolumeController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createVolume, admit: AnchorAccess.apiKey, handle: create),
        Route(.listVolumes, admit: AnchorAccess.apiKey, handle: list),
        Route(.getVolumeByName, admit: AnchorAccess.apiKey, handle: getByName),
        Route(.getVolume, admit: AnchorAccess.apiKey, handle: get),
        // Whether a session mounts it, and which files it has, takes a look at all.
        Route(.deleteVolume, workload: .growing, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        let name: String = try fields.optional("name") ?? ""
        guard Volume.isName(name) else {
            throw fields.complaint("name", "must be 1 to 64 letters, digits, \"_\" or \"-\"")
        }
        let volume = try call.update { try $0.createVolume(named: name, $1) }
        return .json(.ok, DataReply(VolumeDetails(volume, at: call.now)))
    }

    private static func list(_ call: AnchorCall) throws -> Reply {
        let query = call.queryFields
        let includesDeleted = try query.bool("include_deleted") ?? false
        let state: Volume.State? = try query.choice("state")
        let turn = call.turn
        let volumes = try call.store.read { (world) throws(AnchorProblem) in
            try world.checkVolumes(turn)
            return world.allVolumes(includingDeleted: includesDeleted, in: state, at: turn.now)
        }
        return .json(.ok, ItemsReply(volumes.map { VolumeDetails($0, at: call.now) }))
    }

    private static func getByName(_ call: AnchorCall) throws -> Reply {
        let volume = try call.update { try $0.knownVolume(named: call.parameter("name"), $1) }
        return .json(.ok, DataReply(VolumeDetails(volume, at: call.now)))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let volume = try call.update { try $0.knownVolume(call.parameter("volume_id"), $1) }
        return .json(.ok, DataReply(VolumeDetails(volume, at: call.now)))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("volume_id")
        try call.update { try $0.deleteVolume(id, $1) }
        return .json(.ok, DataReply(DeletedVolume(id: id)))
    }
}

/// The answer to a deletion (anchor.md 10).
private struct DeletedVolume: JSONWritable {
    let id: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("status", Volume.State.deleted.rawValue)
        }
    }
}
