import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Files in volumes (anchor.md 10 and 12.16).
extension Endpoint {
    static let listVolumeFiles = Endpoint(
        "anchor.listVolumeFiles", .get, "/v1/volumes/{volume_id}/files", "List a volume's files",
        choice: """
            By path. 1,000 items a page if `limit` says nothing. A cursor is a place among the paths: what is made or deleted \
            meanwhile moves nothing else. 404 for a folder that is not there, 409 for the path of a file.
            """)
    static let uploadVolumeFile = Endpoint(
        "anchor.uploadVolumeFile", .post, "/v1/volumes/{volume_id}/files", "Upload a file into a volume",
        choice: """
            Without `path` the file's own name, made safe. Folders above it are made. The type is that of the part. Paths: one \
            leading slash is dropped; `.`, `..`, empty parts, backslashes and control characters are 400.
            """, bodyLimit: VolumeEntry.File.largestUpload + 64 << 10)
    static let deleteVolumeFiles = Endpoint(
        "anchor.deleteVolumeFiles", .delete, "/v1/volumes/{volume_id}/files", "Delete files of a volume",
        choice: """
            Either `path` or `prefix`, else 400. A folder with something in it needs `recursive=true`, and so does `prefix`. \
            `deleted_count` counts files. A folder that only was there for them goes, too.
            """)
    static let getVolumeFileInfo = Endpoint(
        "anchor.getVolumeFileInfo", .get, "/v1/volumes/{volume_id}/files/stat", "Read about one file",
        choice: "`etag` is the content's MD5. 409 for a folder.")
    static let listVolumePaths = Endpoint(
        "anchor.listVolumePaths", .get, "/v1/volumes/{volume_id}/paths", "List all paths of a volume",
        choice: "By path. `prefix` is a text, not a folder. 1,000 items a page if `limit` says nothing.")
    static let createVolumeDirectory = Endpoint(
        "anchor.createVolumeDirectory", .post, "/v1/volumes/{volume_id}/directories", "Make a directory",
        choice: "Folders above it are made. It stays when it is empty. 409 if there is a file or folder of that name.")
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/volumes/{volume_id}/files` | 200 `{data: {items, next_cursor}}` of `VolumeEntryDetails` |
/// | `POST /v1/volumes/{volume_id}/files` | 200 `{data}` of `VolumeFileInfo` |
/// | `DELETE /v1/volumes/{volume_id}/files` | 200 `{data: {status, deleted_count}}` |
/// | `GET /v1/volumes/{volume_id}/files/stat` | 200 `{data}` of `VolumeFileInfo` |
/// | `GET /v1/volumes/{volume_id}/paths` | 200 `{data: {items, next_cursor}}` of paths |
/// | `POST /v1/volumes/{volume_id}/directories` | 200 `{data: {path, type}}` |
enum VolumeFileController {
    static let routes: [Route<AnchorStore>] = [
        Route(.listVolumeFiles, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.uploadVolumeFile, admit: AnchorAccess.apiKey, handle: upload),
        Route(.deleteVolumeFiles, workload: .growing, admit: AnchorAccess.apiKey, handle: delete),
        Route(.getVolumeFileInfo, admit: AnchorAccess.apiKey, handle: stat),
        Route(.listVolumePaths, workload: .growing, admit: AnchorAccess.apiKey, handle: listPaths),
        Route(.createVolumeDirectory, admit: AnchorAccess.apiKey, handle: makeDirectory),
    ]

    private static func list(_ call: AnchorCall) throws -> Reply {
        let query = call.queryFields
        let folder = try query.text("path").flatMap { text throws(AnchorProblem) in
            text == "/" ? nil : try AnchorProblem.path(text, in: "path", isFolder: true)
        }
        let isRecursive = try query.bool("recursive") ?? false
        let paging = try VolumePaging(query)
        let volume = try call.update { try $0.readyVolume(call.parameter("volume_id"), $1) }
        let entries = try call.store.snapshot.entries(in: folder, of: volume.id, recursively: isRecursive)
        let page = VolumePage(entries, after: paging.start, limit: paging.limit, key: \.path)
        return .json(.ok, DataReply(page.map(VolumeEntryDetails.init)))
    }

    private static func upload(_ call: AnchorCall) throws -> Reply {
        call.exchange.noteFile()
        let form = try VolumeUpload(call)
        let id = call.parameter("volume_id")
        // Nothing is kept of what would be refused anyway.
        _ = try call.update { try $0.readyVolume(id, $1) }
        let file = try VolumeEntry.File(form.content, contentType: form.contentType, chargedTo: call.store.files)
        let entry = try call.update { try $0.putFile(file, at: form.path, of: id, overwrites: form.overwrites, $1) }
        return .json(.ok, DataReply(VolumeFileInfo(entry)))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        let query = call.queryFields
        let isRecursive = try query.bool("recursive") ?? false
        let id = call.parameter("volume_id")
        let count: Int
        switch (query.text("path"), query.text("prefix")) {
        case (let text?, nil):
            let path = try AnchorProblem.path(text, in: "path", isFolder: true)
            count = try call.update { try $0.deleteFile(path, of: id, recursively: isRecursive, $1) }
        case (nil, let prefix?):
            guard isRecursive else {
                throw AnchorProblem.invalid("prefix needs recursive=true", CommonReason.queryInvalid)
            }
            let prefix = try VolumePrefix(prefix)
            count = try call.update { try $0.deleteFiles(startingWith: prefix.text, of: id, $1) }
        default:
            throw AnchorProblem.invalid("Either path or prefix is required", CommonReason.queryInvalid)
        }
        return .json(.ok, DataReply(DeletedFiles(count: count)))
    }

    private static func stat(_ call: AnchorCall) throws -> Reply {
        let path = try call.filePath()
        let entry = try call.update { try $0.knownFile(path, of: call.parameter("volume_id"), $1) }
        return .json(.ok, DataReply(VolumeFileInfo(entry)))
    }

    private static func listPaths(_ call: AnchorCall) throws -> Reply {
        let query = call.queryFields
        let prefix = try query.text("prefix").map { text throws(AnchorProblem) in try VolumePrefix(text).text } ?? ""
        let paging = try VolumePaging(query)
        let volume = try call.update { try $0.readyVolume(call.parameter("volume_id"), $1) }
        let paths = call.store.snapshot.paths(startingWith: prefix, of: volume.id)
        return .json(.ok, DataReply(VolumePage(paths, after: paging.start, limit: paging.limit) { $0 }))
    }

    private static func makeDirectory(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        let path = try AnchorProblem.path(try fields.required("path"), in: "path", isFolder: true)
        let entry = try call.update { try $0.makeFolder(path, of: call.parameter("volume_id"), $1) }
        return .json(.ok, DataReply(MadeFolder(path: entry.path)))
    }
}

extension Call where Store == AnchorStore {
    /// The path of a file that the query has to name.
    func filePath() throws(AnchorProblem) -> VolumePath {
        guard let text = queryFields.text("path") else {
            throw .invalid("path is required", CommonReason.queryInvalid)
        }
        return try AnchorProblem.path(text, in: "path")
    }
}

/// The start of paths, which need not end where a part does.
struct VolumePrefix {
    let text: String

    /// Throws for one that is longer than any path.
    init(_ text: String) throws(AnchorProblem) {
        guard text.utf8.count <= VolumePath.longest else {
            throw .badPath("prefix", VolumePathComplaint("has more than \(VolumePath.longest) bytes"))
        }
        self.text = text.hasPrefix("/") ? String(text.dropFirst()) : text
    }
}

/// `POST /v1/volumes/{volume_id}/files` (anchor.md 10)
private struct VolumeUpload {
    let content: ByteBuffer
    let path: VolumePath
    let contentType: String
    let overwrites: Bool

    init(_ call: AnchorCall) throws {
        let form = try MultipartForm(call.exchange.body, contentType: call.exchange.header("Content-Type"))
        guard let part = form.parts.first(where: { $0.name == "file" }) else {
            throw FieldComplaint(field: "file", problem: "is required")
        }
        func text(_ name: String) -> String? {
            guard let part = form.parts.first(where: { $0.name == name }) else { return nil }
            let text = String(buffer: part.content)
            return text.isEmpty ? nil : text
        }
        content = part.content
        guard content.readableBytes <= VolumeEntry.File.largestUpload else {
            throw AnchorProblem.fileTooLarge(
                limit: VolumeEntry.File.largestUpload,
                "Larger files go to the URL that POST …/files/upload-url answers.")
        }
        path = try AnchorProblem.path(text("path") ?? UploadedFile.safeName(part.fileName ?? ""), in: "path")
        let type = part.contentType ?? ""
        contentType = VolumeEntry.File.isType(type) ? type : VolumeEntry.File.anyType
        switch text("overwrite") {
        case nil, "false": overwrites = false
        case "true": overwrites = true
        default: throw FieldComplaint(field: "overwrite", problem: "must be true or false")
        }
    }
}
