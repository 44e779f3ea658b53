import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// Extensions (anchor.md 10 and 12.12).
extension Endpoint {
    static let uploadExtension = Endpoint(
        "anchor.uploadExtension", .post, "/v1/extensions", "Upload a browser extension",
        choice: """
            `manifest.json` lies at the archive's root, is JSON of 256 KiB at most and has `name` and `version`. \
            Entries are stored or deflated, 5000 and 200 MiB unpacked at most; encryption, zip64, links, names that \
            lead out of the folder and entries that lie over each other answer 400. Names may be there several times. \
            A local browser really loads what a session names; a headless shell cannot.
            """,
        bodyLimit: StoredExtension.Draft.limit + (64 << 10))
    static let listExtensions = Endpoint(
        "anchor.listExtensions", .get, "/v1/extensions", "List the extensions",
        choice: "All of them, in the order of uploading.")
    static let getExtension = Endpoint(
        "anchor.getExtension", .get, "/v1/extensions/{id}", "Read one extension")
    static let deleteExtension = Endpoint(
        "anchor.deleteExtension", .delete, "/v1/extensions/{id}", "Delete an extension",
        choice: "One that sessions name can be deleted: a browser that runs keeps it, one that starts later has none.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/extensions` | 200 `{data: extension}` |
/// | `GET /v1/extensions` | 200 `{data: [extension]}` |
/// | `GET /v1/extensions/{id}` | 200 the extension |
/// | `DELETE /v1/extensions/{id}` | 200 `{data: {data: {status}}}` |
enum ExtensionController {
    static let routes: [Route<AnchorStore>] = [
        // Everything is unpacked once.
        Route(.uploadExtension, workload: .long, admit: AnchorAccess.apiKey, handle: upload),
        Route(.listExtensions, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.getExtension, admit: AnchorAccess.apiKey, handle: get),
        Route(.deleteExtension, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func upload(_ call: AnchorCall) throws -> Reply {
        let draft = try StoredExtension.Draft(call)
        let stored = try call.update { try $0.addExtension(draft, $1) }
        return .json(.ok, DataReply(ExtensionDetails(stored)))
    }

    private static func list(_ call: AnchorCall) -> Reply {
        let stored = call.store.read { $0.extensions.values.sorted { $0.ordinal < $1.ordinal } }
        return .json(.ok, DataReply(stored.map(ExtensionDetails.init)))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("id")
        let stored = try call.store.read { $0.extensions[id] } ?? call.update { try $0.knownExtension(id, $1) }
        return .json(.ok, ExtensionDetails(stored))
    }

    /// The vendor publishes the envelope twice here (anchor.md 10).
    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { try $0.deleteExtension(call.parameter("id"), $1) }
        return .json(.ok, DataReply(StatusReply()))
    }
}

// MARK: - Bodies and replies

extension StoredExtension.Draft {
    /// The largest archive (anchor.md 12.12).
    static let limit = 50 << 20

    /// `POST /v1/extensions`. Throws for what is missing or wrong; where bodies are taken as they come, a file that is no
    /// extension is kept without being one.
    fileprivate init(_ call: AnchorCall) throws {
        let upload = try FileUpload(call)
        let name = try upload.name()
        let file = try upload.file(ofAtMost: Self.limit)
        let archive = try StoredBytes.kept(file.bytes, chargedTo: call.store.files)
        do { self.init(name: name, manifest: try Self.manifest(in: archive), archive: archive) } catch {
            guard upload.reading == .strict else {
                self = .adopted(name: name)
                return
            }
            throw AnchorProblem.refusedExtension(error)
        }
    }

    /// What an archive's manifest says. Everything in the archive is read once, so that what is kept can be unpacked.
    static func manifest(in content: StoredBytes) throws -> ExtensionManifest {
        let archive = try ZipArchive(content)
        guard let entry = archive[ExtensionManifest.path] else { throw ManifestComplaint.missing }
        guard entry.size <= ExtensionManifest.limit else { throw ManifestComplaint.tooLarge }
        let value = try JSONParser.parse(archive.bytes(of: entry))
        guard let object = value.object else { throw ManifestComplaint.noObject }
        let manifest = try ExtensionManifest(object)
        try archive.check()
        return manifest
    }
}

/// What is wrong with a manifest besides its text and its members.
enum ManifestComplaint: Error {
    case missing
    case tooLarge
    case noObject
}

/// An extension as uploading, reading and listing show it (anchor.md 10). Nothing changes one, so that both times are the same.
private struct ExtensionDetails: JSONWritable {
    private let stored: StoredExtension

    init(_ stored: StoredExtension) {
        self.stored = stored
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", stored.id)
            json.member("name", stored.name)
            json.member("manifest", stored.manifest)
            json.member("createdAt", stored.createdAt)
            json.member("updatedAt", stored.createdAt)
        }
    }
}

// MARK: - Refusals

/// The texts are ours; anchor.md 1.1 has none for them.
extension AnchorProblem {
    /// The 400 of uploading, for what reading the file threw.
    static func refusedExtension(_ error: any Error) -> AnchorProblem {
        switch error {
        case ZipArchive.Complaint.unreadable(let words):
            invalid("The archive \(words)", UploadReason.extensionUnreadable)
        case ZipArchive.Complaint.unsafe(let words): invalid("The archive \(words)", UploadReason.extensionUnsafe)
        case ZipArchive.Complaint.tooLarge(let words): invalid("The archive \(words)", UploadReason.extensionTooLarge)
        case ManifestComplaint.missing: refusedManifest("is not at the archive's root")
        case ManifestComplaint.tooLarge: refusedManifest("has more than \(ExtensionManifest.limit) bytes")
        case ManifestComplaint.noObject: refusedManifest("is no JSON object")
        case let complaint as FieldComplaint: refusedManifest("is wrong: \(complaint)")
        case let complaint as JSONComplaint: refusedManifest("is not JSON: \(complaint)")
        default: internalError(String(describing: error))
        }
    }

    private static func refusedManifest(_ words: String) -> AnchorProblem {
        invalid("\(ExtensionManifest.path) \(words)", UploadReason.extensionManifestInvalid)
    }
}

extension Reason {
    /// Beside the answer to a creation: the session's extensions are taken, and its browser will not have them.
    static let extensionsNotLoaded = Reason(
        UploadReason.extensionNotLoaded, "The browser is a headless shell, which loads no extensions.")
}
