import Kernel

/// One file or folder of an archive, as its central directory and its own head agree on it.
struct ZipEntry: Sendable {
    /// How its bytes are packed.
    enum Method: Int, Sendable {
        case stored = 0
        case deflated = 8
    }

    /// Its path, parts separated by `/`; a folder's ends in one.
    let name: String
    let method: Method
    /// CRC-32 of what is in it.
    let checksum: UInt32
    let packedSize: Int
    /// How many bytes it has unpacked.
    let size: Int
    /// The packed bytes.
    let data: Range<Int>
    /// Those and the head before them.
    let place: Range<Int>

    /// Whether it is a folder.
    var isFolder: Bool { name.hasSuffix("/") }

    /// Reads the entry that the directory has at `position`, and goes on behind it.
    init(_ bytes: [UInt8], at position: inout Int, in directory: Range<Int>) throws(ZipArchive.Complaint) {
        let start = position
        guard directory.upperBound - start >= 46, bytes.number32(at: start) == 0x0201_4b50,
            let flags = bytes.number16(at: start + 8), let methodNumber = bytes.number16(at: start + 10),
            let checksum = bytes.number32(at: start + 16), let packedSize = bytes.number32(at: start + 20),
            let size = bytes.number32(at: start + 24), let nameLength = bytes.number16(at: start + 28),
            let extraLength = bytes.number16(at: start + 30), let commentLength = bytes.number16(at: start + 32),
            let disk = bytes.number16(at: start + 34), let mode = bytes.number16(at: start + 40),
            let headStart = bytes.number32(at: start + 42)
        else { throw .unreadable("has a directory that is damaged") }
        let extraStart = start + 46 + nameLength
        position = extraStart + extraLength + commentLength
        guard position <= directory.upperBound else { throw .unreadable("has a directory that is damaged") }
        try Self.checkFlags(flags)
        guard packedSize != 0xFFFF_FFFF, size != 0xFFFF_FFFF, headStart != 0xFFFF_FFFF,
            !Self.isZip64(bytes, extraStart..<extraStart + extraLength)
        else { throw .unreadable("is in the form zip64") }
        guard let method = Method(rawValue: methodNumber) else {
            throw .unreadable("has an entry of a method other than stored and deflated")
        }
        guard disk == 0 else { throw .unreadable("is one part of several") }
        // A Unix mode, if there is any: its kind is nothing, a file or a folder.
        guard [0, 0x8000, 0x4000].contains(mode & 0xF000) else {
            throw .unsafe("has an entry that is a link or a device")
        }
        let nameBytes = bytes[(start + 46)..<extraStart]
        name = try ZipName.checked(nameBytes)
        self.method = method
        self.checksum = UInt32(truncatingIfNeeded: checksum)
        self.packedSize = packedSize
        self.size = size
        guard method == .deflated || packedSize == size else { throw .unreadable("has a stored entry of two sizes") }
        guard !name.hasSuffix("/") || size == 0 else { throw .unreadable("has a folder with content") }
        let head = EntryHead(
            flags: flags, method: methodNumber, checksum: checksum, packedSize: packedSize, size: size, name: nameBytes)
        data = try head.data(bytes, at: headStart)
        guard data.upperBound <= directory.lowerBound else { throw .unreadable("has an entry that is cut short") }
        place = headStart..<data.upperBound
    }

    private static func checkFlags(_ flags: Int) throws(ZipArchive.Complaint) {
        // Encrypted, in a stronger way, or with a directory that hides what is in it.
        guard flags & 0x2041 == 0 else { throw .unreadable("is encrypted") }
        guard flags & 0x20 == 0 else { throw .unreadable("has an entry that is a patch") }
    }

    /// Whether a field says that sizes stand elsewhere, or the fields cannot be told apart.
    static func isZip64(_ bytes: [UInt8], _ extra: Range<Int>) -> Bool {
        var place = extra.lowerBound
        while place + 4 <= extra.upperBound {
            guard let kind = bytes.number16(at: place), let length = bytes.number16(at: place + 2) else { return true }
            if kind == 1 { return true }
            place += 4 + length
        }
        return place > extra.upperBound
    }
}

/// What an entry's own head has to say again.
private struct EntryHead {
    let flags: Int
    let method: Int
    let checksum: Int
    let packedSize: Int
    let size: Int
    let name: ArraySlice<UInt8>

    /// The place of the data behind the head at `start`.
    func data(_ bytes: [UInt8], at start: Int) throws(ZipArchive.Complaint) -> Range<Int> {
        guard bytes.number32(at: start) == 0x0403_4b50, let flags = bytes.number16(at: start + 6),
            let method = bytes.number16(at: start + 8), let checksum = bytes.number32(at: start + 14),
            let packedSize = bytes.number32(at: start + 18), let size = bytes.number32(at: start + 22),
            let nameLength = bytes.number16(at: start + 26), let extraLength = bytes.number16(at: start + 28)
        else { throw .unreadable("has an entry without its head") }
        let nameEnd = start + 30 + nameLength
        let begin = nameEnd + extraLength
        guard begin + self.packedSize <= bytes.count else { throw .unreadable("has an entry that is cut short") }
        guard !ZipEntry.isZip64(bytes, nameEnd..<begin) else { throw .unreadable("is in the form zip64") }
        // Who did not know the sizes yet wrote none, and says so by a flag.
        let numbers = [checksum, packedSize, size]
        let agrees =
            numbers == [self.checksum, self.packedSize, self.size] || flags & 8 != 0 && numbers == [0, 0, 0]
        guard agrees, flags == self.flags, method == self.method, bytes[(start + 30)..<nameEnd] == name else {
            throw .unsafe("has an entry whose head disagrees with the directory")
        }
        return begin..<begin + self.packedSize
    }
}

/// Names that lead nowhere but into the folder that they are unpacked in.
enum ZipName {
    /// The longest that is taken, and the longest part of one, in bytes: what file systems take.
    private static let longest = 512
    private static let longestPart = 200
    private static let deepest = 32

    /// The name that these bytes are.
    static func checked(_ bytes: ArraySlice<UInt8>) throws(ZipArchive.Complaint) -> String {
        guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty, bytes.count <= longest else {
            throw .unsafe("has a name that is empty, too long or not in UTF-8")
        }
        guard
            name.unicodeScalars.allSatisfy({
                $0 != "\\" && $0 != ":" && $0.properties.generalCategory != .control
                    && $0.properties.generalCategory != .format
            })
        else { throw .unsafe("has a name with a backslash, a colon or a control character") }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        // What is behind a folder's last slash.
        let named = parts.last?.isEmpty == true ? parts.dropLast() : parts[...]
        guard (1...deepest).contains(named.count),
            named.allSatisfy({ (1...longestPart).contains($0.count) && !isDots($0) })
        else {
            throw .unsafe("has a name that leads out of its folder, or into one that is too deep")
        }
        return name
    }

    /// `.` and `..`, and what some systems take for them.
    private static func isDots(_ part: Substring.UTF8View) -> Bool {
        part.allSatisfy { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: " ") }
    }
}
