#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What tells an edited file from the one that it was: an editor that saves by renaming changes the number, one that writes
/// in place the time or the size.
package struct FileStamp: Hashable, Sendable {
    private let number: UInt64
    /// In bytes.
    let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// The stamp of what is at `path`, through all links; nil where there is nothing.
    package init?(of path: String) {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        number = UInt64(information.st_ino)
        size = Int64(information.st_size)
        #if canImport(Darwin)
            seconds = information.st_mtimespec.tv_sec
            nanoseconds = information.st_mtimespec.tv_nsec
        #else
            seconds = information.st_mtim.tv_sec
            nanoseconds = information.st_mtim.tv_nsec
        #endif
    }
}
