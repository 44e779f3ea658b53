#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An extension that a session's browser loads: its files are written into the session's folder when the browser starts.
package struct LoadedExtension: Sendable {
    /// Takes some of a file's bytes.
    package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

    /// One file of it.
    package struct File: Sendable {
        /// Its path within the extension, parts separated by `/`.
        package let path: String
        /// Reads it from the beginning to the end, piece by piece.
        package let read: @Sendable (Sink) throws -> Void

        /// A file of this path.
        package init(path: String, read: @escaping @Sendable (Sink) throws -> Void) {
            self.path = path
            self.read = read
        }
    }

    /// What tells it from others.
    package let id: String
    /// Lists what is in it.
    package let files: @Sendable () throws -> [File]

    /// - Parameter files: lists what is in it; called when a browser starts.
    package init(id: String, files: @escaping @Sendable () throws -> [File]) {
        self.id = id
        self.files = files
    }

    /// How many bytes the extensions of one session may have together: they go to a disk that others need.
    static let limit = 512 << 20

    /// Writes all files into a new folder. Throws in words.
    ///
    /// - Parameter room: how many bytes there may be; what is written is taken off.
    func write(to folder: String, _ room: inout Int) throws(BrowserFailure) {
        do {
            var folders: Set<String> = []
            try Self.make(folder, of: &folders)
            for file in try files() { try Self.write(file, to: folder, &folders, &room) }
        } catch let failure as BrowserFailure {
            throw failure
        } catch {
            throw .startFailed("The extension \(id) cannot be unpacked: \(error).")
        }
    }

    /// A path was checked by whoever took the extension in. It is written nowhere else even if it was not.
    private static func write(_ file: File, to folder: String, _ folders: inout Set<String>, _ room: inout Int) throws {
        let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }) else {
            throw BrowserFailure.startFailed("An extension has a file whose path leads out of it.")
        }
        var path = folder
        for part in parts.dropLast() {
            path += "/\(part)"
            try make(path, of: &folders)
        }
        path += "/\(parts.last ?? "")"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor != -1 else { throw failure(path) }
        defer { _ = close(descriptor) }
        try file.read { piece in
            room -= piece.count
            guard room >= 0 else {
                throw BrowserFailure.startFailed("The session's extensions have more than \(limit) bytes.")
            }
            var written = 0
            while written < piece.count {
                let count = Self.write(descriptor, UnsafeRawBufferPointer(rebasing: piece[written...]))
                guard count > 0 else { throw failure(path) }
                written += count
            }
        }
    }

    private static func write(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Darwin)
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func make(_ folder: String, of folders: inout Set<String>) throws {
        guard folders.insert(folder).inserted else { return }
        guard mkdir(folder, 0o700) == 0 else { throw failure(folder) }
    }

    private static func failure(_ path: String) -> BrowserFailure {
        .startFailed("There can be no \(path): \(String(cString: strerror(errno))).")
    }
}

/// Two are the same if they have one id: nothing changes what was uploaded.
extension LoadedExtension: Equatable {
    /// Whether both have the same id.
    package static func == (left: LoadedExtension, right: LoadedExtension) -> Bool { left.id == right.id }
}
