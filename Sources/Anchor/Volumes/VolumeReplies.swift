import Kernel
import KernelHTTP

/// A volume as every call shows it (anchor.md 10, Volume).
struct VolumeDetails: JSONWritable {
    private let volume: Volume
    private let now: Moment

    init(_ volume: Volume, at now: Moment) {
        self.volume = volume
        self.now = now
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", volume.id)
            json.member("name", volume.name)
            json.member("state", volume.state(at: now).rawValue)
            json.member("error_reason", volume.errorReason)
            json.member("created_at", volume.createdAt)
            json.member("updated_at", volume.updatedAt(now))
            json.member("last_used_at", volume.lastUsedAt)
            json.member("deleted_at", volume.deletedAt)
        }
    }
}

/// A file as uploading and reading about it show it (anchor.md 10, VolumeFileInfo).
struct VolumeFileInfo: JSONWritable {
    private let entry: VolumeEntry

    init(_ entry: VolumeEntry) {
        self.entry = entry
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("path", entry.path)
            json.member("size", entry.size)
            json.member("etag", entry.file?.etag)
            json.member("content_type", entry.file?.contentType)
            json.member("last_modified", entry.modifiedAt)
        }
    }
}

/// A file or a folder as lists show it (anchor.md 10).
struct VolumeEntryDetails: JSONWritable {
    private let entry: VolumeEntry

    init(_ entry: VolumeEntry) {
        self.entry = entry
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("path", entry.path)
            json.member("type", entry.file == nil ? "directory" : "file")
            json.member("size", entry.file?.size)
            json.member("last_modified", entry.modifiedAt)
            json.member("etag", entry.file?.etag)
        }
    }
}

/// A folder that was made (anchor.md 10).
struct MadeFolder: JSONWritable {
    let path: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("path", path)
            json.member("type", "directory")
        }
    }
}

/// The answer to a deletion of files (anchor.md 10).
struct DeletedFiles: JSONWritable {
    let count: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", "success")
            json.member("deleted_count", count)
        }
    }
}

extension VolumePage: JSONWritable where Item: JSONWritable {
    /// `{items, next_cursor}` (anchor.md 10)
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("items", items)
            json.member("next_cursor", nextCursor)
        }
    }
}
