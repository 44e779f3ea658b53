#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files of certificates and keys: read whole, and never seen half written.
enum SmallFile {
    /// A file as it was read.
    struct Content {
        let text: String
        /// Whether others than its owner may read or change it.
        let isOpenToOthers: Bool
    }

    /// Why the system does not do it, in its words.
    struct Failure: Error {
        let code: Int32
        let words: String

        init(_ code: Int32 = errno) {
            self.code = code
            words = String(cString: strerror(code))
        }

        init(words: String) {
            code = 0
            self.words = words
        }
    }

    /// The largest: the system's trust has a few hundred KiB.
    private static let limit = 8 << 20

    /// What is in the file; nil if there is none.
    static func read(_ path: String) throws(Failure) -> Content? {
        // Whatever is no file must not keep us waiting.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            // Where a file stands in the way there is none below it.
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Failure()
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(words: "is no regular file") }
        guard status.st_size <= limit else { throw Failure(words: "has more than \(limit >> 20) MiB") }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = part.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure() }
            if count == 0 { break }
            bytes += part.prefix(count)
        }
        return Content(
            text: String(decoding: bytes, as: UTF8.self), isOpenToOthers: status.st_mode & (S_IRWXG | S_IRWXO) != 0)
    }

    /// Whether there is anything at the path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// How a file gets its name.
    enum Arrival {
        /// Unless something has that name, which then stays.
        case first
        /// In the place of what has that name.
        case replacing
    }

    /// Writes a file under another name and then gives it its own. Returns false if `first` was not the first.
    static func write(
        _ text: String, to path: String, isPrivate: Bool, as arrival: Arrival
    ) throws(Failure) -> Bool {
        var template = Array("\(path).XXXXXX".utf8CString)
        // Nobody else can read what `mkstemp` makes.
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure() }
        let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(temporary) }
        do {
            defer { close(descriptor) }
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw Failure() }
                rest = rest.dropFirst(count)
            }
            if !isPrivate {
                guard fchmod(descriptor, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) == 0 else { throw Failure() }
            }
            guard fsync(descriptor) == 0 else { throw Failure() }
        }
        if arrival == .first {
            if link(temporary, path) == 0 { return true }
            if errno == EEXIST { return false }
            // Some file systems know no second name: there the last one wins.
            guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(errno) else { throw Failure() }
        }
        guard rename(temporary, path) == 0 else { throw Failure() }
        return true
    }

    /// Makes the folder and what is missing above it, all for their owner only.
    static func makeFolder(_ path: String) throws(Failure) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, S_IRWXU) != 0, errno != EEXIST else { continue }
            let failure = Failure()
            // A folder that is there on a file system for reading only.
            guard access(made, F_OK) != 0 else { continue }
            throw failure
        }
    }

    /// Throws unless the folder may be written in, or made.
    static func checkFolder(_ path: String) throws(Failure) {
        let top = path.hasPrefix("/") ? "/" : "."
        var place = path
        while access(place, F_OK) != 0 {
            guard errno == ENOENT, place != top else { throw Failure() }
            place = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? top
            if place.isEmpty { place = top }
        }
        let descriptor = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure() }
        close(descriptor)
        guard access(place, W_OK | X_OK) == 0 else { throw Failure() }
    }

    /// The machine's name as far as it can stand in a certificate.
    static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "this machine" }
        let text = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)).filter { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
            default: false
            }
        }
        // A common name has 64 characters at most (RFC 5280, ub-common-name).
        return text.isEmpty ? "this machine" : String(decoding: text.prefix(24), as: UTF8.self)
    }

    /// Lets others finish what they are about.
    static func pause() { usleep(10_000) }
}

/// The system's `read`, whose name means the function within `SmallFile`.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

/// The system's `write`, whose name means the function within `SmallFile`.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
