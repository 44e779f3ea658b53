import Kernel

/// Makes an archive of files as they are, without packing them: of an extension that is described rather than uploaded.
enum ZipWriter {
    /// One file.
    struct File {
        let path: String
        let bytes: [UInt8]
    }

    /// The archive of these files. The same files make the same bytes: none has a date.
    static func archive(of files: [File]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let start = archive.count
            let fields = Self.fields(of: file)
            archive += number32(0x0403_4b50) + fields + number16(0) + file.path.utf8 + file.bytes
            // Made by nobody in particular; no extra field, comment, disk or mode.
            directory += number32(0x0201_4b50) + number16(20) + fields
            directory += [UInt8](repeating: 0, count: 12) + number32(start) + file.path.utf8
        }
        let end =
            number32(0x0605_4b50) + number32(0) + number16(files.count) + number16(files.count)
            + number32(directory.count) + number32(archive.count) + number16(0)
        return archive + directory + end
    }

    /// What both heads of a file have: from the version that is needed to the name's length.
    private static func fields(of file: File) -> [UInt8] {
        var sum = ZipChecksum()
        file.bytes.withUnsafeBytes { sum.add($0) }
        // A name in UTF-8, stored, on the first day that there is.
        return number16(20) + number16(0x0800) + number16(0) + number16(0) + number16(0x21)
            + number32(Int(sum.value)) + number32(file.bytes.count) + number32(file.bytes.count)
            + number16(file.path.utf8.count)
    }

    private static func number16(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func number32(_ value: Int) -> [UInt8] { number16(value) + number16(value >> 16) }
}
