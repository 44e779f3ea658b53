import HTTPTypes
import Kernel
import KernelHTTP

/// Files for a session's agent (anchor.md 10 and 12.2).
extension Endpoint {
    static let uploadAgentFiles = Endpoint(
        "anchor.uploadAgentFiles", .post, "/v1/sessions/{sessionId}/agent/files", "Give files to the agent",
        choice: """
            One file as the part `file`, 50 MiB at most. What begins as a ZIP archive does is unpacked, 1000 files at most, and read \
            as strictly as that of an extension; any other file is taken as it is. What the files are called is kept, not what is \
            in them. A file of the same name takes the place of an earlier one. A session that has ended answers 400.
            """,
        bodyLimit: AgentFiles.largestArchive + (64 << 10))
    static let listAgentFiles = Endpoint(
        "anchor.listAgentFiles", .get, "/v1/sessions/{sessionId}/agent/files", "List the agent's files",
        choice: "By name. `type` follows from the ending, `lastModified` is when the file came.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/sessions/{sessionId}/agent/files` | 200 `{data: {status, message}}`, some errors nested |
/// | `GET /v1/sessions/{sessionId}/agent/files` | 200 `{data: {files}}`, errors nested |
enum AgentFileController {
    static let routes: [Route<AnchorStore>] = [
        // Everything is unpacked once.
        Route(.uploadAgentFiles, workload: .long, admit: AnchorAccess.apiKey, handle: upload),
        Route(.listAgentFiles, admit: AnchorAccess.apiKey, handle: list),
    ]

    private static func upload(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("sessionId")
        // Who is refused anyway need not wait for the archive.
        try call.update { _ = try $0.sessionOfAgent(id, $1) }
        let files = try AgentFiles.files(of: call)
        try call.update { try $0.addAgentFiles(files, to: id, $1) }
        return .json(.ok, DataReply(UploadedAgentFiles(count: files.count)))
    }

    private static func list(_ call: AnchorCall) throws -> Reply {
        let files = try call.update { (state, turn) throws(AnchorProblem) in
            let session = try state.sessionOfAgent(call.parameter("sessionId"), turn)
            return state.agentFiles[session.id]?.files ?? []
        }
        return .json(.ok, DataReply(AgentFileList(files: files)))
    }
}

/// The files that a session's agent was given, by the session's id (anchor.md 12.2).
struct AgentFiles: Codable, Sendable, Equatable {
    /// One of them. Its bytes are not kept, as no agent is there to read them.
    struct File: Codable, Sendable, Equatable {
        let name: String
        let size: Int
        let addedAt: Moment
    }

    /// How many bytes an archive may have, as an extension's.
    static let largestArchive = StoredExtension.Draft.limit
    /// How many files an agent has at most (ours).
    static let most = 1000

    let id: String
    /// By name.
    private(set) var files: [File] = []

    init(id: String) {
        self.id = id
    }

    /// Adds files; those of the same name go. Returns false if there would be too many, and then nothing is added.
    mutating func add(_ added: [File]) -> Bool {
        let names = Set(added.map(\.name))
        let all = files.filter { !names.contains($0.name) } + added
        guard all.count <= Self.most else { return false }
        files = all.sorted { $0.name < $1.name }
        return true
    }

    /// How every archive begins, whether or not anything is in it (PKWARE's APPNOTE 4.3.7 and 4.3.16).
    private static let archiveSignatures: [[UInt8]] = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]]

    /// The file that a request brings, or what is in it if it is an archive. Throws for an archive that cannot be read.
    fileprivate static func files(of call: AnchorCall) throws -> [File] {
        let upload = try FileUpload(call)
        let (name, bytes) = try upload.file(ofAtMost: largestArchive)
        guard archiveSignatures.contains(where: bytes.starts) else {
            return [File(name: UploadedFile.safeName(name), size: bytes.count, addedAt: call.now)]
        }
        do {
            let archive = try ZipArchive(StoredBytes(present: bytes), limits: .init(entries: most))
            try archive.check()
            return archive.entries.filter { !$0.isFolder }.map {
                File(name: $0.name, size: $0.size, addedAt: call.now)
            }
        } catch {
            if upload.reading == .lenient { return [] }
            throw AnchorProblem.refusedAgentFiles(error)
        }
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Gives files to a session's agent.
    fileprivate mutating func addAgentFiles(
        _ files: [AgentFiles.File], to id: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) {
        let session = try sessionOfAgent(id, turn)
        var all = agentFiles[session.id] ?? AgentFiles(id: session.id)
        guard all.add(files) else {
            throw .invalid(
                "Too many files", AgentReason.filesInvalid, "An agent has \(AgentFiles.most) files at most.")
        }
        if agentFiles[session.id] == nil { _ = try reserve(turn.policies) }
        agentFiles[session.id] = all
    }
}

// MARK: - Replies and refusals

/// `{status, message}`; the words are ours.
private struct UploadedAgentFiles: JSONWritable {
    let count: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", "success")
            json.member("message", "The agent has \(count) more file\(count == 1 ? "" : "s")")
        }
    }
}

/// `{files}`
private struct AgentFileList: JSONWritable {
    let files: [AgentFiles.File]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("files", files.map(Row.init)) }
    }

    private struct Row: JSONWritable {
        private static let types = [
            "csv": "text/csv", "html": "text/html", "jpeg": "image/jpeg", "jpg": "image/jpeg",
            "json": "application/json", "md": "text/markdown", "pdf": "application/pdf", "png": "image/png",
            "txt": "text/plain", "xml": "application/xml", "yaml": "application/yaml", "zip": "application/zip",
        ]

        let file: AgentFiles.File

        func write(to json: inout JSONWriter) {
            let ending = file.name.split(separator: ".").last?.lowercased() ?? ""
            json.object { json in
                json.member("name", file.name)
                json.member("size", file.size)
                json.member("type", Self.types[ending] ?? "application/octet-stream")
                json.member("lastModified", file.addedAt)
            }
        }
    }
}

extension AnchorProblem {
    /// What is wrong with an archive for an agent.
    fileprivate static func refusedAgentFiles(_ error: any Error) -> AnchorProblem {
        switch error {
        case ZipArchive.Complaint.unreadable(let words), ZipArchive.Complaint.unsafe(let words),
            ZipArchive.Complaint.tooLarge(let words):
            invalid("The archive \(words)", AgentReason.filesInvalid)
        default: internalError(String(describing: error))
        }
    }
}
