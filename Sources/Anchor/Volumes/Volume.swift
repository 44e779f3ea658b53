import Kernel
import KernelHTTP

/// Files that outlive sessions, under a name (anchor.md 10 and 12.16).
struct Volume: Codable, Sendable, Equatable {
    /// The vendor's words.
    enum State: String, Codable, CaseIterable, Sendable { case creating, ready, deleting, deleted, error }

    /// A UUID, unless a client brought its own (policy `unknownIds`).
    let id: String
    let name: String
    /// The place in the order of making.
    let ordinal: Int64
    let createdAt: Moment
    /// From when on it can be used, if nothing else is said of its state.
    private let readyAt: Moment
    /// The state that a scenario has it in; nil if that follows from the time.
    private let fixedState: State?
    /// Why its state is `error`; nil in any other.
    let errorReason: String?
    /// When a session mounted it last.
    private(set) var lastUsedAt: Moment?
    private(set) var deletedAt: Moment?

    init(
        id: String, name: String, ordinal: Int64, createdAt: Moment, readyAt: Moment, fixedState: State? = nil
    ) {
        self.id = id
        self.name = name
        self.ordinal = ordinal
        self.createdAt = createdAt
        self.readyAt = readyAt
        self.fixedState = fixedState
        errorReason = fixedState == .error ? "The scenario says so." : nil
        deletedAt = fixedState == .deleted ? createdAt : nil
    }

    /// The state at `now`.
    func state(at now: Moment) -> State {
        if deletedAt != nil { return .deleted }
        return fixedState ?? (now < readyAt ? .creating : .ready)
    }

    /// Whether it is there for those who do not ask for deleted ones.
    var isPresent: Bool { deletedAt == nil }

    /// When something of it changed last, as far as `now`.
    func updatedAt(_ now: Moment) -> Moment {
        let changes = [createdAt, readyAt <= now ? readyAt : nil, lastUsedAt, deletedAt]
        return changes.compactMap(\.self).max() ?? createdAt
    }

    /// A session mounts it.
    mutating func use(at now: Moment) {
        lastUsedAt = max(now, lastUsedAt ?? now)
    }

    /// It is deleted.
    mutating func delete(at now: Moment) {
        deletedAt = now
    }

    /// Whether a volume may be called so: letters, digits, `_` and `-`, at most 64 (anchor.md 12.16).
    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (97...122).contains($0 | 32) || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: "-")
            }
    }
}

/// A file or a folder in a volume. A folder is there because somebody made it, or because something is in it.
struct VolumeEntry: Codable, Sendable, Equatable {
    /// A file's own.
    struct File: Codable, Sendable, Equatable {
        let content: StoredBytes
        let contentType: String
        /// What the content alone decides.
        let etag: String

        var size: Int { content.count }
    }

    let volumeID: String
    let path: String
    /// When it was made, or the file was written last.
    let modifiedAt: Moment
    /// Nil for a folder.
    let file: File?
    /// For a folder: whether it stays when nothing is in it any more.
    let isKept: Bool
    /// For a folder: how many files and folders are right in it.
    @Counter var childCount: Int

    /// A file.
    init(_ file: File, at path: VolumePath, of volumeID: String, modifiedAt: Moment) {
        self.volumeID = volumeID
        self.path = path.text
        self.modifiedAt = modifiedAt
        self.file = file
        isKept = true
        childCount = 0
    }

    /// A folder.
    init(folder path: VolumePath, of volumeID: String, isKept: Bool, modifiedAt: Moment) {
        self.volumeID = volumeID
        self.path = path.text
        self.modifiedAt = modifiedAt
        file = nil
        self.isKept = isKept
        childCount = 0
    }

    /// How many bytes its content has; none for a folder.
    var size: Int { file?.size ?? 0 }

    /// As lists of paths have it: a folder with a slash behind it.
    var listedPath: String { file == nil ? path + "/" : path }

    /// Its place in the table of all volumes' entries.
    static func key(_ volumeID: String, _ path: VolumePath) -> String { "\(volumeID)/\(path.text)" }
}
