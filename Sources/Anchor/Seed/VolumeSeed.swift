import FoundationEssentials
import Kernel
import KernelHTTP

/// A volume that a world begins with.
struct VolumeSeed: Codable, Sendable {
    var id: ObjectID?
    var name: String
    var state: Volume.State?
    var files: [VolumeFileSeed]?

    private enum CodingKeys: String, CodingKey { case id, name, state, files }
}

extension VolumeSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What it is known by: letters, digits, _ and -.",
        "state": "Without it, ready.",
        "files": "What is in it.",
    ])
}

/// A file in it. All worlds of a scenario share the content.
struct VolumeFileSeed: Codable, Sendable {
    var path: String
    var text: String?
    var base64: String?
    var contentType: String?
    /// Nil if it is given in no way, in two, or in base64 that is none.
    private(set) var content: StoredBytes?

    private enum CodingKeys: String, CodingKey { case path, text, base64, contentType }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try container.decode(String.self, forKey: .path)
        text = try container.decodeIfPresent(String.self, forKey: .text)
        base64 = try container.decodeIfPresent(String.self, forKey: .base64)
        contentType = try container.decodeIfPresent(String.self, forKey: .contentType)
        content =
            switch (text, base64) {
            case (let text?, nil): StoredBytes(present: Array(text.utf8))
            case (nil, let base64?):
                Data(base64Encoded: base64.filter { !$0.isWhitespace }).map { StoredBytes(present: [UInt8]($0)) }
            default: nil
            }
    }

    /// The type: what is given, else that of a text, or of anything.
    private var type: String {
        contentType ?? (text == nil ? VolumeEntry.File.anyType : "text/plain; charset=utf-8")
    }

    /// The file; nil if it has no content.
    var file: VolumeEntry.File? { content.map { VolumeEntry.File(content: $0, contentType: type) } }
}

extension VolumeFileSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "path": "Where it is in the volume, for example reports/may.csv.",
        "text": "Its content as text; this or base64.",
        "base64": "Its content in base64; this or text.",
        "contentType": "Without it, that of plain text, or application/octet-stream.",
    ])
}

extension AnchorState {
    /// Puts a scenario's volume into a new world. Files that are complained about are left out.
    mutating func insert(_ seed: VolumeSeed, now: Moment) {
        let volume = Volume(
            id: seed.id?.text ?? ids.uuid(), name: seed.name, ordinal: nextOrdinal(), createdAt: now, readyAt: now,
            fixedState: seed.state == .ready ? nil : seed.state)
        volumes[volume.id] = volume
        for file in seed.files ?? [] {
            guard let path = try? VolumePath(file.path), let content = file.file else { continue }
            addFile(content, at: path, of: volume.id, now: now)
        }
    }
}

// MARK: - What is wrong with them

extension AnchorSeed {
    /// Names that are none, too many volumes, files whose paths or contents cannot be.
    func volumeComplaints() -> [SectionComplaint] {
        let volumes = volumes ?? []
        var found: [SectionComplaint] = []
        if volumes.count(where: { $0.state != .deleted }) > AnchorState.mostVolumes {
            found.append(
                SectionComplaint(
                    path: ["volumes"], problem: "a project has at most \(AnchorState.mostVolumes) volumes"))
        }
        for (index, volume) in volumes.enumerated() {
            let path = ["volumes", "\(index)"]
            if !Volume.isName(volume.name) {
                found.append(
                    SectionComplaint(
                        path: path + ["name"], problem: "must be 1 to 64 letters, digits, \"_\" or \"-\""))
            }
            if volume.state == .deleted, volume.files?.isEmpty == false {
                found.append(SectionComplaint(path: path + ["files"], problem: "a deleted volume has no files"))
            }
            found += Self.fileComplaints(volume.files ?? [], at: path + ["files"])
        }
        return found
    }

    private static func fileComplaints(_ files: [VolumeFileSeed], at path: [String]) -> [SectionComplaint] {
        var found: [SectionComplaint] = []
        let paths = files.map { try? VolumePath($0.path) }
        let known = Set(paths.compactMap(\.self))
        for (index, file) in files.enumerated() {
            func complain(_ key: String, _ problem: String) {
                found.append(SectionComplaint(path: path + ["\(index)", key], problem: problem))
            }
            do throws(VolumePathComplaint) {
                let filePath = try VolumePath(file.path)
                if let folder = filePath.ancestors.first(where: known.contains) {
                    complain("path", "\(folder.text) is a file, not a folder")
                }
                if paths.firstIndex(of: filePath) != index { complain("path", "\(filePath.text) is there already") }
            } catch {
                complain("path", error.problem)
            }
            if (file.text == nil) == (file.base64 == nil) {
                complain("path", "a file needs either text or base64")
            } else if let content = file.content {
                if content.count > VolumeEntry.File.largest {
                    complain(
                        file.text == nil ? "base64" : "text", "has more than \(VolumeEntry.File.largest) bytes")
                }
            } else {
                complain("base64", "is not base64")
            }
            if let type = file.contentType, !VolumeEntry.File.isType(type) {
                complain("contentType", "must be a media type such as text/csv")
            }
        }
        return found
    }

    /// What may be there once only.
    var volumeNames: [UniqueValue] {
        UniqueValue.each(
            ["volumes"], "name", "volume name", (volumes ?? []).map { $0.state == .deleted ? nil : $0.name })
    }
}
