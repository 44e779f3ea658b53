@testable import Anchor

/// A ZIP file put together byte by byte, so that any of its numbers can be wrong.
struct TestArchive {
    /// One entry, as the directory and its own head describe it.
    struct Entry {
        var name: [UInt8]
        var packed: [UInt8]
        var method = 0
        var size: Int
        var checksum: Int
        var flags = 0
        /// The upper half of the external attributes: a Unix mode.
        var mode = 0
        var extra: [UInt8] = []
        var headExtra: [UInt8] = []
        /// What the directory says of the packed size; nil for the truth.
        var packedSize: Int?
        /// What the entry's own head says; nil for the same as the directory.
        var headName: [UInt8]?
        var headSizes: (checksum: Int, packed: Int, size: Int)?
        /// Where the directory says that the head is; nil for the truth.
        var start: Int?

        /// A file as it is, or deflated.
        init(_ name: String, _ content: [UInt8] = Array("x".utf8), deflated: Bool = false) {
            self.name = Array(name.utf8)
            packed = deflated ? Array(Deflate.zlib(content, rowLength: 1).dropFirst(2).dropLast(4)) : content
            method = deflated ? 8 : 0
            size = content.count
            var sum = ZipChecksum()
            content.withUnsafeBytes { sum.add($0) }
            checksum = Int(sum.value)
        }
    }

    var entries: [Entry]
    /// Goes before everything.
    var prefix: [UInt8] = []
    /// Goes between the directory and the record at the end.
    var gap: [UInt8] = []
    var comment: [UInt8] = []
    /// What the record at the end says; nil for the truth.
    var count: Int?
    var directoryStart: Int?
    var disk = 0

    init(_ entries: [Entry], _ change: (inout TestArchive) -> Void = { _ in }) {
        self.entries = entries
        change(&self)
    }

    /// One file, changed.
    init(_ change: (inout Entry) -> Void) {
        var entry = Entry("a")
        change(&entry)
        entries = [entry]
    }

    var bytes: [UInt8] {
        var bytes = prefix
        var directory: [UInt8] = []
        for entry in entries {
            let start = entry.start ?? bytes.count
            let packedSize = entry.packedSize ?? entry.packed.count
            let sizes = entry.headSizes ?? (entry.checksum, packedSize, entry.size)
            let name = entry.headName ?? entry.name
            bytes += [0x50, 0x4B, 3, 4] + Self.words(20, entry.flags, entry.method, 0, 0x21)
            bytes += Self.longs(sizes.checksum, sizes.packed, sizes.size)
            bytes += Self.words(name.count, entry.headExtra.count) + name + entry.headExtra + entry.packed
            directory += [0x50, 0x4B, 1, 2] + Self.words(0x0314, 20, entry.flags, entry.method, 0, 0x21)
            directory += Self.longs(entry.checksum, packedSize, entry.size)
            directory += Self.words(entry.name.count, entry.extra.count, 0, 0, 0, 0, entry.mode)
            directory += Self.longs(start) + entry.name + entry.extra
        }
        let start = directoryStart ?? bytes.count
        bytes += directory + gap + [0x50, 0x4B, 5, 6]
        bytes += Self.words(disk, disk, count ?? entries.count, count ?? entries.count)
        return bytes + Self.longs(directory.count, start) + Self.words(comment.count) + comment
    }

    private static func words(_ values: Int...) -> [UInt8] {
        values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    private static func longs(_ values: Int...) -> [UInt8] {
        values.flatMap { value in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) } }
    }
}

extension TestArchive {
    static let manifest = #"{"name":"Mark","version":"1.2","manifest_version":3,"permissions":["storage",{"x":[]}]}"#

    /// An extension with these files besides its manifest.
    static func `extension`(
        manifest: String = TestArchive.manifest, _ files: [Entry] = [Entry("mark.js")], deflated: Bool = true
    ) -> [UInt8] {
        TestArchive([Entry("manifest.json", Array(manifest.utf8), deflated: deflated)] + files).bytes
    }
}
