import Browsers
import HashTreeCollections
import Kernel
import KernelHTTP

/// A browser extension that was uploaded, for sessions that name it in `browser.extensions` (anchor.md 12.12).
struct StoredExtension: Codable, Sendable, Equatable {
    /// What is known of a new one.
    struct Draft: Sendable {
        let name: String
        let manifest: ExtensionManifest
        let archive: StoredBytes
    }

    /// A UUID.
    let id: String
    /// The name that the customer gave; the manifest has its own.
    let name: String
    /// The place in the order of making.
    let ordinal: Int64
    let manifest: ExtensionManifest
    /// The ZIP file as it came.
    let archive: StoredBytes
    let createdAt: Moment

    /// What a browser loads of it, unpacked when that starts.
    var loaded: LoadedExtension {
        LoadedExtension(id: id) { [archive] in
            let archive = try ZipArchive(archive)
            // What macOS puts beside each file; a browser refuses folders that begin so.
            return archive.entries.filter { !$0.isFolder && !$0.name.hasPrefix("__MACOSX/") }.map { entry in
                LoadedExtension.File(path: entry.name) { take in try archive.read(entry, take) }
            }
        }
    }
}

/// What answers show of an extension's `manifest.json` (anchor.md 10).
struct ExtensionManifest: Codable, Sendable, Equatable {
    /// Where it is in an archive.
    static let path = "manifest.json"
    /// The largest one, in bytes (ours).
    static let limit = 256 << 10

    let name: String
    let version: String
    var manifestVersion: Int?
    var description: String?
    var permissions: [String]?
}

extension ExtensionManifest: JSONWritable {
    /// Reads a manifest: name and version must be there (anchor.md 12.12). Throws for those and for members of another type;
    /// permissions that are no words are not shown.
    init(_ object: JSONObject) throws(FieldComplaint) {
        let fields = Fields(object)
        name = try Self.text("name", of: fields)
        version = try Self.text("version", of: fields)
        manifestVersion = try fields.optional("manifest_version")
        description = try fields.optional("description")
        permissions = try fields.optional("permissions", as: [JSONValue].self)?.compactMap(\.string)
    }

    private static func text(_ member: String, of fields: Fields) throws(FieldComplaint) -> String {
        let text: String = try fields.required(member)
        if text.isEmpty { throw fields.complaint(member, "must not be empty") }
        return text
    }

    /// The members that there are.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("version", version)
            if let manifestVersion { json.member("manifest_version", manifestVersion) }
            if let description { json.member("description", description) }
            if let permissions { json.member("permissions", permissions) }
        }
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Keeps an extension.
    mutating func addExtension(
        _ draft: StoredExtension.Draft, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> StoredExtension {
        try checkCapacity(turn.policies, for: 1)
        try takeFileBytes(draft.archive.count, turn.policies)
        return insertExtension(draft, id: ids.uuid(), ordinal: nextOrdinal(), now: turn.now)
    }

    /// Inserts an extension whose place and bytes are reserved.
    @discardableResult
    mutating func insertExtension(
        _ draft: StoredExtension.Draft, id: String, ordinal: Int64, now: Moment
    ) -> StoredExtension {
        let stored = StoredExtension(
            id: id, name: draft.name, ordinal: ordinal, manifest: draft.manifest, archive: draft.archive, createdAt: now
        )
        extensions[id] = stored
        return stored
    }

    /// The extension of this id; where ids are adopted, one without files is made for an id that has none.
    mutating func knownExtension(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> StoredExtension {
        if let known = extensions[id] { return known }
        guard turn.policies.unknownIDs == .adopt else { throw .notFound(.extension, id) }
        let ordinal = try reserve(turn.policies)
        return insertExtension(.adopted(name: "Adopted extension"), id: id, ordinal: ordinal, now: turn.now)
    }

    /// Deletes an extension; where ids are adopted, one that is not there is gone. Browsers that have loaded it keep it.
    mutating func deleteExtension(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        guard let stored = extensions[id] else {
            if turn.policies.unknownIDs == .adopt { return }
            throw .notFound(.extension, id)
        }
        extensions[id] = nil
        giveBackFileBytes(stored.archive.count)
        release()
    }
}

extension StoredExtension.Draft {
    /// One without files that nobody described, where ids and bodies are taken as they come.
    static func adopted(name: String) -> StoredExtension.Draft {
        StoredExtension.Draft(
            name: name, manifest: ExtensionManifest(name: name, version: "0"), archive: StoredBytes(present: []))
    }
}
