import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// The files and folders of volumes.
extension AnchorState {
    /// Puts a file into a volume. Throws for a path that is taken, unless it may be overwritten, and if there is no room.
    @discardableResult
    mutating func putFile(
        _ file: VolumeEntry.File, at path: VolumePath, of volumeID: String, overwrites: Bool, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> VolumeEntry {
        let volume = try readyVolume(volumeID, turn)
        let old = volumeEntries[VolumeEntry.key(volume.id, path)]
        if let old {
            if old.file == nil { throw .folderInTheWay(path) }
            if !overwrites { throw .takenPath(path) }
        }
        let folders = try missingFolders(above: path, of: volume.id)
        try checkCapacity(turn.policies, for: folders.count + (old == nil ? 1 : 0))
        try takeFileBytes(file.size, for: old?.size ?? 0, turn.policies)
        let entry = VolumeEntry(file, at: path, of: volume.id, modifiedAt: turn.now)
        if old == nil {
            add(folders, to: volume.id, at: turn.now)
            insert(entry, at: path)
        } else {
            volumeEntries[VolumeEntry.key(volume.id, path)] = entry
        }
        return entry
    }

    /// Puts in a file that a world begins with; one that something is in the way of is left out.
    mutating func addFile(_ file: VolumeEntry.File, at path: VolumePath, of volumeID: String, now: Moment) {
        guard volumeEntries[VolumeEntry.key(volumeID, path)] == nil,
            let folders = try? missingFolders(above: path, of: volumeID)
        else { return }
        addFileBytes(file.size)
        add(folders, to: volumeID, at: now)
        insert(VolumeEntry(file, at: path, of: volumeID, modifiedAt: now), at: path)
    }

    /// Makes a folder that stays when it is empty. Throws if there is something of that name already.
    mutating func makeFolder(
        _ path: VolumePath, of volumeID: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> VolumeEntry {
        let volume = try readyVolume(volumeID, turn)
        if volumeEntries[VolumeEntry.key(volume.id, path)] != nil { throw .takenPath(path) }
        let folders = try missingFolders(above: path, of: volume.id)
        try checkCapacity(turn.policies, for: folders.count + 1)
        add(folders, to: volume.id, at: turn.now)
        let entry = VolumeEntry(folder: path, of: volume.id, isKept: true, modifiedAt: turn.now)
        insert(entry, at: path)
        return entry
    }

    /// The file at `path`; where ids are adopted (policy `unknownIds`), an empty one is made.
    mutating func knownFile(
        _ path: VolumePath, of volumeID: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> VolumeEntry {
        let volume = try readyVolume(volumeID, turn)
        if let entry = volumeEntries[VolumeEntry.key(volume.id, path)] {
            guard entry.file != nil else { throw .folderInTheWay(path) }
            return entry
        }
        guard turn.policies.unknownIDs == .adopt else { throw .unknownPath(path.text, of: volume.id) }
        let empty = VolumeEntry.File(content: StoredBytes(present: []), contentType: VolumeEntry.File.anyType)
        return try putFile(empty, at: path, of: volume.id, overwrites: false, turn)
    }

    /// Deletes a file, or a folder: with all that is in it if `recursively`, else only if it is empty. Returns how many files went.
    mutating func deleteFile(
        _ path: VolumePath, of volumeID: String, recursively: Bool, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Int {
        let volume = try readyVolume(volumeID, turn)
        guard let entry = volumeEntries[VolumeEntry.key(volume.id, path)] else {
            if turn.policies.unknownIDs == .adopt { return 0 }
            throw .unknownPath(path.text, of: volume.id)
        }
        if entry.file == nil, entry.childCount > 0 {
            guard recursively else { throw .folderNotEmpty(path) }
            return deleteEntries(startingWith: path.text + "/", of: volume.id)
        }
        remove(entry)
        return entry.file == nil ? 0 : 1
    }

    /// Deletes whatever path begins with `prefix`. Returns how many files went.
    mutating func deleteFiles(
        startingWith prefix: String, of volumeID: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Int {
        deleteEntries(startingWith: prefix, of: try readyVolume(volumeID, turn).id)
    }

    private mutating func deleteEntries(startingWith prefix: String, of volumeID: String) -> Int {
        let orphans = removeEntries { $0.volumeID == volumeID && $0.listedPath.utf8.starts(with: prefix.utf8) }
        for parent in orphans.parents { leave(parent, of: volumeID) }
        return orphans.files
    }

    // MARK: - The table

    /// Takes out every entry that `isMeant` takes, which takes what is in a folder as well if it takes the folder. Returns how
    /// many files there were, and for each entry whose folder stays, that folder.
    @discardableResult
    mutating func removeEntries(_ isMeant: (VolumeEntry) -> Bool) -> (files: Int, parents: [VolumePath]) {
        var files = 0
        var parents: [VolumePath] = []
        for entry in volumeEntries.values where isMeant(entry) {
            if entry.file != nil { files += 1 }
            forget(entry)
            guard let parent = VolumePath(of: entry).parent else { continue }
            let folder = volumeEntries[VolumeEntry.key(entry.volumeID, parent)]
            if let folder, !isMeant(folder) { parents.append(parent) }
        }
        return (files, parents)
    }

    private mutating func insert(_ entry: VolumeEntry, at path: VolumePath) {
        _ = nextOrdinal()
        volumeEntries[VolumeEntry.key(entry.volumeID, path)] = entry
        guard let parent = path.parent else { return }
        volumeEntries[VolumeEntry.key(entry.volumeID, parent)]?.childCount += 1
    }

    private mutating func add(_ folders: [VolumePath], to volumeID: String, at now: Moment) {
        for path in folders {
            insert(VolumeEntry(folder: path, of: volumeID, isKept: false, modifiedAt: now), at: path)
        }
    }

    /// The folders above a path that are still to be made. Throws if a file is where one has to be.
    private func missingFolders(
        above path: VolumePath, of volumeID: String
    ) throws(AnchorProblem) -> [VolumePath] {
        var missing: [VolumePath] = []
        for folder in path.ancestors {
            guard let entry = volumeEntries[VolumeEntry.key(volumeID, folder)] else {
                missing.append(folder)
                continue
            }
            if entry.file != nil { throw .fileInTheWay(folder) }
        }
        return missing
    }

    private mutating func remove(_ entry: VolumeEntry) {
        forget(entry)
        if let parent = VolumePath(of: entry).parent { leave(parent, of: entry.volumeID) }
    }

    private mutating func forget(_ entry: VolumeEntry) {
        volumeEntries[VolumeEntry.key(entry.volumeID, VolumePath(of: entry))] = nil
        giveBackFileBytes(entry.size)
        release()
    }

    /// Something is no longer in a folder, which goes too if nothing else is in it and nobody made it.
    private mutating func leave(_ folder: VolumePath, of volumeID: String) {
        let key = VolumeEntry.key(volumeID, folder)
        guard var entry = volumeEntries[key] else { return }
        entry.childCount -= 1
        guard entry.childCount == 0, !entry.isKept else {
            volumeEntries[key] = entry
            return
        }
        remove(entry)
    }
}

// MARK: - Refusals

/// Statuses of anchor.md 10 where there is one; which of them a case has, and the texts, are ours.
extension AnchorProblem {
    fileprivate static func takenPath(_ path: VolumePath) -> AnchorProblem {
        conflict(
            "Path already exists", VolumeReason.volumePathTaken,
            "\(path.text) is there already. A file is replaced with overwrite=true.")
    }

    static func folderInTheWay(_ path: VolumePath) -> AnchorProblem {
        conflict("Path is a directory", VolumeReason.volumePathConflict, "\(path.text) is a folder, not a file.")
    }

    static func fileInTheWay(_ path: VolumePath) -> AnchorProblem {
        conflict("Path is a file", VolumeReason.volumePathConflict, "\(path.text) is a file, not a folder.")
    }

    static func unknownPath(_ path: String, of volumeID: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Path not found",
            Reason(VolumeReason.volumePathUnknown, "Volume \(volumeID) has nothing at \(path)."))
    }

    fileprivate static func folderNotEmpty(_ path: VolumePath) -> AnchorProblem {
        invalid(
            "Directory is not empty; pass recursive=true", VolumeReason.volumePathConflict,
            "\(path.text) is a folder with something in it.")
    }
}
