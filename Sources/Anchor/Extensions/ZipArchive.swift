import Kernel

/// A ZIP archive as somebody sent it: read strictly from its central directory, and refused before anything is unpacked where its
/// parts disagree or could do harm. Stored and deflated entries only; no zip64, no encryption (ours).
struct ZipArchive: Sendable {
    /// Why one is refused; the words are read after "The archive".
    enum Complaint: Error, Equatable {
        /// It is none, is damaged, or needs what is not read.
        case unreadable(String)
        /// Something in it could lead out of its folder, or is there twice.
        case unsafe(String)
        /// It is more than is taken.
        case tooLarge(String)
    }

    /// What is taken.
    struct Limits: Sendable {
        /// How many entries.
        var entries = 5000
        /// How many bytes unpacked, together.
        var size = 200 << 20
        /// How many times its packed size an entry may have, if it has more than a mebibyte.
        var ratio = 200
    }

    /// The entries, in the central directory's order.
    let entries: [ZipEntry]
    private let content: StoredBytes

    /// Reads the directory of an archive. Nothing is unpacked yet.
    init(_ content: StoredBytes, limits: Limits = Limits()) throws(Complaint) {
        self.content = content
        let bytes = content.bytes
        let directory = try ZipDirectory(bytes)
        guard directory.count <= limits.entries else {
            throw .tooLarge("has \(directory.count) entries; \(limits.entries) are taken")
        }
        var entries: [ZipEntry] = []
        entries.reserveCapacity(directory.count)
        var position = directory.range.lowerBound
        var size = 0
        for _ in 0..<directory.count {
            let entry = try ZipEntry(bytes, at: &position, in: directory.range)
            size += entry.size
            guard size <= limits.size else { throw .tooLarge("unpacks to more than \(limits.size) bytes") }
            guard entry.size <= 1 << 20 || entry.size / limits.ratio <= entry.packedSize else {
                throw .tooLarge("has an entry that is packed more than \(limits.ratio) times")
            }
            entries.append(entry)
        }
        guard position == directory.range.upperBound else { throw .unreadable("has a directory of another length") }
        self.entries = entries
        try Self.checkNames(entries)
        try checkPlaces(before: directory.range.lowerBound)
    }

    /// The entry of this name; nil if there is none.
    subscript(name: String) -> ZipEntry? { entries.first { $0.name == name } }

    /// Unpacks an entry piece by piece. Throws where its bytes are not what the directory says, after pieces that were right.
    func read(_ entry: ZipEntry, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
        try content.bytes.withUnsafeBytes { bytes in
            let packed = UnsafeRawBufferPointer(rebasing: bytes[entry.data])
            var sum = ZipChecksum()
            switch entry.method {
            case .stored:
                sum.add(packed)
                try take(packed)
            case .deflated:
                try Inflater.inflate(packed, to: entry.size) { piece in
                    sum.add(piece)
                    try take(piece)
                }
            }
            guard sum.value == entry.checksum else { throw Complaint.unreadable("has an entry whose CRC is wrong") }
        }
    }

    /// The whole of an entry.
    func bytes(of entry: ZipEntry) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entry.size)
        try read(entry) { bytes += $0 }
        return bytes
    }

    /// Unpacks everything once, and keeps nothing: throws for the first entry that is not what the directory says.
    func check() throws {
        for entry in entries where !entry.isFolder { try read(entry) { _ in } }
    }

    // MARK: - What only all entries together show

    /// Names that some file system takes for the same, and files that are folders of others.
    private static func checkNames(_ entries: [ZipEntry]) throws(Complaint) {
        var files: Set<String> = []
        var folders: Set<String> = []
        for entry in entries {
            let parts = entry.name.lowercased().split(separator: "/")
            let path = parts.joined(separator: "/")
            let isNew = entry.isFolder ? !files.contains(path) : files.insert(path).inserted
            guard isNew else { throw .unsafe("has two entries of one name") }
            var folder = ""
            for part in entry.isFolder ? parts[...] : parts.dropLast() {
                folder += folder.isEmpty ? String(part) : "/\(part)"
                folders.insert(folder)
            }
        }
        guard files.isDisjoint(with: folders) else { throw .unsafe("has a file that is a folder of another entry") }
    }

    /// Each entry's own head must agree with the directory, and none may lie over another: overlapping entries are bombs.
    private func checkPlaces(before end: Int) throws(Complaint) {
        var last = 0
        for entry in entries.sorted(by: { $0.place.lowerBound < $1.place.lowerBound }) {
            guard entry.place.lowerBound >= last else { throw .unsafe("has entries that lie over each other") }
            last = entry.place.upperBound
        }
        guard last <= end else { throw .unsafe("has entries that lie over its directory") }
    }
}

/// Where an archive's central directory is.
struct ZipDirectory {
    /// How many entries it lists.
    let count: Int
    /// Its place.
    let range: Range<Int>

    private static let endSize = 22

    /// Finds the directory by the record at the end, behind which only a comment may stand.
    init(_ bytes: [UInt8]) throws(ZipArchive.Complaint) {
        let first = max(0, bytes.count - Self.endSize - 0xFFFF)
        let found = stride(from: bytes.count - Self.endSize, through: first, by: -1).first { place in
            bytes.number32(at: place) == 0x0605_4b50
                && place + Self.endSize + (bytes.number16(at: place + 20) ?? 0) == bytes.count
        }
        guard let end = found, let disk = bytes.number16(at: end + 4), let firstDisk = bytes.number16(at: end + 6),
            let countHere = bytes.number16(at: end + 8), let count = bytes.number16(at: end + 10),
            let size = bytes.number32(at: end + 12), let start = bytes.number32(at: end + 16)
        else { throw .unreadable("is no ZIP file, or has been cut short") }
        guard count != 0xFFFF, size != 0xFFFF_FFFF, start != 0xFFFF_FFFF,
            end < 20 || bytes.number32(at: end - 20) != 0x0706_4b50
        else { throw .unreadable("is in the form zip64") }
        guard disk == 0, firstDisk == 0, countHere == count else { throw .unreadable("is one part of several") }
        guard count > 0 else { throw .unreadable("is empty") }
        guard start + size == end else { throw .unreadable("has something between its directory and its end") }
        self.count = count
        range = start..<end
    }
}

// MARK: - Numbers

extension [UInt8] {
    /// Two bytes, the lower one first; nil beyond the end.
    func number16(at place: Int) -> Int? {
        guard place >= 0, place <= count - 2 else { return nil }
        return Int(self[place]) | Int(self[place + 1]) << 8
    }

    /// Four bytes, the lowest one first; nil beyond the end.
    func number32(at place: Int) -> Int? {
        guard let low = number16(at: place), let high = number16(at: place + 2) else { return nil }
        return low | high << 16
    }
}
