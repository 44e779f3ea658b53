import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Signed URLs: those who ask for them, and those who come by them (anchor.md 10 and 12.16).
extension Endpoint {
    static let createVolumeUploadURL = Endpoint(
        "anchor.createVolumeUploadURL", .post, "/v1/volumes/{volume_id}/files/upload-url", "Get a URL to upload to",
        choice: """
            The URL leads to Drydock, is good for 900 s on the world's clock, and replaces what is at the path. `size` up to \
            64 MiB; if it is given, the body has to have it.
            """)
    static let downloadVolumeFile = Endpoint(
        "anchor.downloadVolumeFile", .get, "/v1/volumes/{volume_id}/files/download", "Get a file",
        choice: "The URL leads to Drydock and is good for 900 s on the world's clock. 409 for a folder.")
    static let putVolumeUpload = Endpoint(
        "anchor.putVolumeUpload", .put, "/volumes/{volume_id}/uploads", "Upload to a signed URL", provenance: .ours,
        choice: """
            Stands for the vendor's storage. Needs exactly the headers that came with the URL, and no key. 403 for a URL that is \
            wrong or has expired.
            """, bodyLimit: VolumeEntry.File.largest)
    static let getVolumeDownload = Endpoint(
        "anchor.getVolumeDownload", .get, "/volumes/{volume_id}/downloads", "Fetch a file from a signed URL",
        provenance: .ours,
        choice: """
            Stands for the vendor's storage. Needs no key. As an attachment, of the type that it was uploaded with. 403 for a URL \
            that is wrong or has expired.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/volumes/{volume_id}/files/upload-url` | 200 `{data: {signed_url, method, headers, expires_in}}` |
/// | `GET /v1/volumes/{volume_id}/files/download` | 200 `{data: {signed_url, expires_in, size, content_type}}`, or 302 |
/// | `PUT /volumes/{volume_id}/uploads` | 200 without a body |
/// | `GET /volumes/{volume_id}/downloads` | 200 the file |
enum SignedURLController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createVolumeUploadURL, admit: AnchorAccess.apiKey, handle: createUpload),
        Route(.downloadVolumeFile, admit: AnchorAccess.apiKey, handle: createDownload),
        // A file may be large.
        Route(.putVolumeUpload, workload: .long, admit: AnchorAccess.open, handle: upload),
        Route(.getVolumeDownload, workload: .long, admit: AnchorAccess.open, handle: download),
    ]

    private static func createUpload(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        let path = try AnchorProblem.path(try fields.required("path"), in: "path")
        let type = try fields.optional("content_type") ?? VolumeEntry.File.anyType
        guard VolumeEntry.File.isType(type) else {
            throw fields.complaint("content_type", "must be a media type such as text/csv")
        }
        let size: Int? = try fields.optional("size")
        guard (0...VolumeEntry.File.largest).contains(size ?? 0) else {
            throw fields.complaint("size", "must be 0 to \(VolumeEntry.File.largest), as much as Drydock takes")
        }
        let volume = try call.update { try $0.readyVolume(call.parameter("volume_id"), $1) }
        let url = SignedURL(
            purpose: .upload, volumeID: volume.id, path: path.text, expiresAt: call.now + SignedURL.lifetime,
            contentType: type, size: size)
        return .json(.ok, DataReply(UploadURL(url: call.text(of: url), contentType: type)))
    }

    private static func createDownload(_ call: AnchorCall) throws -> Reply {
        let path = try call.filePath()
        let isRedirected = try call.queryFields.bool("redirect") ?? false
        let entry = try call.update { try $0.knownFile(path, of: call.parameter("volume_id"), $1) }
        let url = call.text(
            of: SignedURL(
                purpose: .download, volumeID: entry.volumeID, path: entry.path,
                expiresAt: call.now + SignedURL.lifetime))
        if isRedirected { return Reply(.found, headers: [.location: url, .cacheControl: "no-store"]) }
        return .json(.ok, DataReply(DownloadURL(url: url, entry: entry)))
    }

    private static func upload(_ call: AnchorCall) throws -> Reply {
        call.exchange.noteFile()
        let url = try SignedURL(call, for: .upload)
        let body = call.exchange.body
        let type = call.exchange.header("Content-Type") ?? ""
        guard let signedType = url.contentType, type == signedType else {
            throw AnchorProblem.mismatchedUpload(
                "Content-Type is \"\(type)\", and was signed as \"\(url.contentType ?? "")\".")
        }
        if let size = url.size, size != body.readableBytes {
            throw AnchorProblem.mismatchedUpload("The body has \(body.readableBytes) bytes, and \(size) were signed.")
        }
        let path = try AnchorProblem.path(url.path, in: "path")
        _ = try call.update { try $0.readyVolume(url.volumeID, $1) }
        let file = try VolumeEntry.File(body, contentType: type, chargedTo: call.store.files)
        try call.update { _ = try $0.putFile(file, at: path, of: url.volumeID, overwrites: true, $1) }
        return Reply(.ok, headers: [.eTag: "\"\(file.etag)\""])
    }

    private static func download(_ call: AnchorCall) throws -> Reply {
        call.exchange.noteFile()
        let url = try SignedURL(call, for: .download)
        let path = try AnchorProblem.path(url.path, in: "path")
        let entry = try call.update { try $0.knownFile(path, of: url.volumeID, $1) }
        guard let file = entry.file else { throw AnchorProblem.folderInTheWay(path) }
        // As an attachment: nobody's page comes from the origin of the control plane.
        return Reply(
            .ok,
            headers: [
                .contentType: file.contentType, .eTag: "\"\(file.etag)\"", .xContentTypeOptions: "nosniff",
                .contentDisposition: "attachment; filename*=UTF-8''\(PercentCoding.encode(String(path.name)))",
            ], body: ByteBuffer(bytes: file.content.bytes))
    }
}

extension Call where Store == AnchorStore {
    /// A signed URL as the client reaches it.
    fileprivate func text(of url: SignedURL) -> String {
        url.text(from: exchange.origin, ids: store.read { $0.ids })
    }
}

/// `POST /v1/volumes/{volume_id}/files/upload-url` (anchor.md 10)
private struct UploadURL: JSONWritable {
    let url: String
    let contentType: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("signed_url", url)
            json.member("method", "PUT")
            json.member("headers", object: { $0.member("Content-Type", contentType) })
            json.member("expires_in", SignedURL.lifetime.milliseconds / 1000)
        }
    }
}

/// `GET /v1/volumes/{volume_id}/files/download` (anchor.md 10)
private struct DownloadURL: JSONWritable {
    let url: String
    let entry: VolumeEntry

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("signed_url", url)
            json.member("expires_in", SignedURL.lifetime.milliseconds / 1000)
            json.member("size", entry.size)
            json.member("content_type", entry.file?.contentType)
        }
    }
}
