import Browsers
import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Files into a session and out of it (anchor.md 4 and 12.2).
extension Endpoint {
    static let uploadSessionFiles = Endpoint(
        "anchor.uploadSessionFiles", .post, "/v1/sessions/{sessionId}/uploads", "Upload files into a session",
        choice: """
            One part named `file`. `message` says where the file lies, for clients on the same machine; a file chooser \
            that a page opens while no client is attached takes the last upload. The name is made safe first. Without a \
            browser only name and size are noted.
            """)
    static let listSessionDownloads = Endpoint(
        "anchor.listSessionDownloads", .get, "/v1/sessions/{session_id}/downloads",
        "List the files that the browser downloaded",
        choice: """
            Complete downloads, of ended sessions too; empty without a browser, and for sessions with `p2p_download`. \
            `file_link` leads to Drydock.
            """)
    static let fetchDownload = Endpoint(
        "anchor.fetchDownload", .get, "/sessions/{session_id}/downloads/{download_id}/fetch",
        "Fetch a file that a session's browser downloaded",
        choice: "The path of the vendor's sample. Always `application/octet-stream`, as an attachment.")
    static let fetchSessionDownload = Endpoint(
        "anchor.fetchSessionDownload", .get, "/v1/sessions/{session_id}/downloads/{download_id}/fetch",
        "Fetch a file that a session's browser downloaded, under `/v1`", provenance: .ours,
        choice: "The same as the path without `/v1`, for clients that put every path under their base URL.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/sessions/{sessionId}/uploads` | 200 `{data: {status, message}}`, some errors nested |
/// | `GET /v1/sessions/{session_id}/downloads` | 200 `{data: {count, items}}` of `ListSessionDownloads.Item` |
/// | `GET /sessions/{session_id}/downloads/{download_id}/fetch` | 200 the file |
/// | `GET /v1/sessions/{session_id}/downloads/{download_id}/fetch` | 200 the file |
enum SessionFileController {
    static let routes: [Route<AnchorStore>] = [
        Route(.uploadSessionFiles, admit: AnchorAccess.apiKey, waiting: upload),
        Route(.listSessionDownloads, admit: AnchorAccess.apiKey, waiting: listDownloads),
        // Files are read as a whole.
        Route(.fetchDownload, workload: .long, admit: AnchorAccess.apiKey, waiting: fetch),
        Route(.fetchSessionDownload, workload: .long, admit: AnchorAccess.apiKey, waiting: fetch),
    ]

    private static func upload(_ call: AnchorCall) async throws -> Reply {
        let file = try UploadedFile(call)
        let message = try await call.screen(of: call.parameter("sessionId")).keep(file)
        return .json(.ok, UploadSessionFiles.Reply(message: message))
    }

    private static func listDownloads(_ call: AnchorCall) async throws -> Reply {
        let session = try call.update { try $0.useSession(call.parameter("session_id"), $1) }
        let addresses = SessionAddresses(of: session, from: call.exchange.origin)
        let downloads = await downloads(of: session, call)
        return .json(
            .ok, ItemsReply(downloads.map { ListSessionDownloads.Item($0, addresses: addresses) }))
    }

    private static func fetch(_ call: AnchorCall) async throws -> Reply {
        let session = try call.update { try $0.useSession(call.parameter("session_id"), $1) }
        let id = call.parameter("download_id")
        guard let download = await downloads(of: session, call).first(where: { $0.id.lowercased() == id.lowercased() }),
            let bytes = try? Data(contentsOf: URL(filePath: download.path))
        else { throw AnchorProblem.unknownDownload(id, of: session.id) }
        return Reply(
            .ok,
            headers: [
                .contentType: "application/octet-stream",
                .contentDisposition: "attachment; filename*=UTF-8''\(PercentCoding.encode(download.suggestedName))",
            ], body: ByteBuffer(bytes: bytes))
    }

    /// What the session's browser downloaded, unless clients take that themselves. None is started to know that.
    private static func downloads(of session: Session, _ call: AnchorCall) async -> [BrowserDownload] {
        if session.configuration.browser.has(.p2pDownload) { return [] }
        if let browser = call.store.browsers.runningBrowser(of: session.id) { return browser.downloads }
        return await call.store.browsers.remains(of: session.id)?.downloads ?? []
    }
}

// MARK: - Uploads

extension UploadedFile {
    /// The file that a request brings as its part `file`.
    init(_ call: AnchorCall) throws {
        let form = try MultipartForm(call.exchange.body, contentType: call.exchange.header("Content-Type"))
        guard let part = form.parts.first(where: { $0.name == "file" }) else {
            throw FieldComplaint(field: "file", problem: "is required")
        }
        self.init(name: Self.safeName(part.fileName ?? ""), bytes: Array(part.content.readableBytesView))
    }

    /// How long a name may be, in bytes: what file systems take, with room for what is put behind it.
    private static let longestName = 200

    /// A name without a path, without signs that a file system or a shell takes for something else, and not hidden.
    static func safeName(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let scalars = last.unicodeScalars.map { scalar in
            let isKept = scalar.properties.generalCategory != .control && !"<>:\"|?*".unicodeScalars.contains(scalar)
            return isKept ? scalar : "_"
        }
        var safe = ""
        for scalar in scalars.drop(while: { $0 == "." || $0 == " " }) {
            guard safe.utf8.count + String(scalar).utf8.count <= longestName else { break }
            safe.unicodeScalars.append(scalar)
        }
        return safe.isEmpty ? "upload" : safe
    }
}

/// `POST /v1/sessions/{sessionId}/uploads` (anchor.md 12.2)
private enum UploadSessionFiles {
    /// The words are ours.
    struct Reply: JSONWritable {
        let message: String

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member(
                    "data",
                    object: { json in
                        json.member("status", "success")
                        json.member("message", message)
                    })
            }
        }
    }
}

// MARK: - Downloads

/// `GET /v1/sessions/{session_id}/downloads` (anchor.md 4 and 12.2)
private enum ListSessionDownloads {
    struct Item: JSONWritable {
        private let download: BrowserDownload
        private let addresses: SessionAddresses

        init(_ download: BrowserDownload, addresses: SessionAddresses) {
            self.download = download
            self.addresses = addresses
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", download.id)
                json.member("file_link", addresses.download(download.id))
                json.member("original_download_url", download.url)
                json.member("origin_url", download.pageURL)
                json.member("suggested_file_name", download.suggestedName)
                json.member("original_file_name", download.suggestedName)
                json.member("duration", download.duration.milliseconds)
                json.member("size", download.size)
                json.member("created_at", download.createdAt)
            }
        }
    }
}
