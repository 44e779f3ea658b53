#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the system says of a file. Equal values stand for the same file, unchanged.
///
/// It is here, and for all targets, because `stat` has no members in a module that sees Foundation.
package struct FileStatus: Equatable {
    /// What kind of file it is.
    package let content: PathContent
    private let device: UInt64
    private let number: UInt64
    private let seconds: Int
    private let nanoseconds: Int

    /// What is open as `descriptor`; nil if nothing is.
    package init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// What is at a path, or nil; then `errno` says why.
    package init?(at path: String, followingLinks: Bool = true) {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        content = PathContent(status)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(status.st_ino)
        #if canImport(Darwin)
            seconds = status.st_mtimespec.tv_sec
            nanoseconds = status.st_mtimespec.tv_nsec
        #else
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        #endif
    }
}

/// What is at a path.
package enum PathContent: Equatable {
    case nothing
    /// A regular file, with its size.
    case file(Int64)
    case folder
    case link
    /// A terminal or the like: bytes one after the other.
    case characterDevice
    case blockDevice
    case pipe
    case socket
    case other
    /// It cannot be told: the system's words.
    case unreachable(String)

    /// What is at `path`.
    package init(of path: String, followingLinks: Bool) {
        if let status = FileStatus(at: path, followingLinks: followingLinks) {
            self = status.content
        } else {
            self = errno == ENOENT ? .nothing : .unreachable(String(cString: strerror(errno)))
        }
    }

    fileprivate init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file(Int64(status.st_size))
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .link
        case S_IFCHR: self = .characterDevice
        case S_IFBLK: self = .blockDevice
        case S_IFIFO: self = .pipe
        case S_IFSOCK: self = .socket
        default: self = .other
        }
    }

    /// For a sentence.
    package var words: String {
        switch self {
        case .nothing: "nothing"
        case .file: "a file"
        case .folder: "a folder"
        case .link: "a symbolic link"
        case .characterDevice, .blockDevice: "a device"
        case .pipe: "a pipe"
        case .socket: "a socket"
        case .other: "no file"
        case .unreachable(let problem): "something that cannot be looked at: \(problem)"
        }
    }
}
