import Logging
import ServiceLifecycle
import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file that tells whoever waits for it which port a server has.
///
/// A regular file is there only while its server listens: what an earlier run left is removed before, ours at the end, unless
/// somebody has written it anew. Anything else – a FIFO, a terminal, a descriptor that the caller opened – is written to and
/// never removed.
final class PortFile: Service {
    private enum Destination {
        /// A regular file, or none yet.
        case file(String)
        /// Written when somebody reads it.
        case pipe(String)
        /// A terminal or the like.
        case device(String)
        /// What the caller opened for us: `/dev/stdout`, `/dev/fd/3`, `>(program)` of a shell.
        case descriptor(Int32)
    }

    /// What the system refused.
    private struct Failure: Error {
        let code = errno
    }

    /// No port takes more: a larger file is something else, and a slip of the user's.
    private static let largestLeftover = 100

    private let path: String
    private let destination: Destination
    private let logger: Logger
    /// What was written, until it is taken away.
    private let written = Mutex<WrittenFile?>(nil)
    private let ports: AsyncStream<Int>
    private let offer: AsyncStream<Int>.Continuation

    /// Throws `StartRefusal` for what no port can be written to. Nothing is touched yet.
    init(_ path: String, logger: Logger) throws(StartRefusal) {
        self.path = path
        self.logger = logger
        (ports, offer) = AsyncStream.makeStream(of: Int.self)
        let target = LinkTarget(of: path)
        if let descriptor = target.descriptor {
            guard fcntl(descriptor, F_GETFD) != -1 else { throw Self.refusal(path, SystemWords.of(errno)) }
            destination = .descriptor(descriptor)
            return
        }
        switch PathContent(of: target.path, followingLinks: true) {
        case .file(let size) where size > Self.largestLeftover:
            throw Self.refusal(path, "it holds something else than a port")
        // What cannot be looked at shows when it is written.
        case .file, .nothing, .unreachable: destination = .file(target.path)
        case .pipe: destination = .pipe(target.path)
        case .characterDevice: destination = .device(target.path)
        case .folder: throw Self.refusal(path, "it is a folder")
        default: throw Self.refusal(path, "it is neither a file nor a FIFO nor a terminal")
        }
    }

    /// Removes what an earlier run left, so that nobody takes it for this run's. What another server that still runs has
    /// written stays until this one listens: this one may yet find that it cannot start.
    func clear() {
        guard case .file(let path) = destination, !WrittenFile.isHeld(path) else { return }
        remove(path)
    }

    /// Writes the port. A FIFO is left to `run`: to wait for its reader would hold up everybody else.
    func announce(_ port: Int) throws(StartRefusal) {
        let line = "\(port)\n"
        do throws(Failure) {
            switch destination {
            case .file(let path):
                let file = try replace(path, with: line)
                written.withLock { $0 = file }
            case .pipe: offer.yield(port)
            case .device(let path): close(try opened(path, O_WRONLY | O_NOCTTY, writing: line))
            case .descriptor(let descriptor):
                try put(line, into: descriptor)
                // Whoever opened it for the port alone sees the end of it now.
                if descriptor > STDERR_FILENO { close(descriptor) }
            }
        } catch {
            throw Self.refusal(path, SystemWords.of(error.code))
        }
        offer.finish()
    }

    func run() async throws {
        if case .pipe(let path) = destination {
            for await port in ports.cancelOnGracefulShutdown() {
                await cancelWhenGracefulShutdown { await self.deliver(port, to: path) }
            }
        }
        try await gracefulShutdown()
    }

    /// Takes away what was written, if it is still that.
    func withdraw() {
        guard case .file(let path) = destination else { return }
        let own = written.withLock { written in
            defer { written = nil }
            return written
        }
        guard let own else { return }
        if own.isAt(path) { remove(path) }
        own.close()
    }

    // MARK: Writing

    /// Waits for a reader of the FIFO and gives it the port; a reader that has gone again is none.
    private func deliver(_ port: Int, to path: String) async {
        repeat {
            do throws(Failure) {
                close(try opened(path, O_WRONLY | O_NONBLOCK, writing: "\(port)\n"))
                return
            } catch {
                guard [ENXIO, EPIPE, EAGAIN, EINTR].contains(error.code) else {
                    return logger.error("\(Self.refusal(self.path, SystemWords.of(error.code)))")
                }
            }
        } while (try? await ContinuousClock().sleep(for: .milliseconds(20))) != nil
    }

    /// Puts a new file in the place of the old one in a single step, so that whoever polls it never reads half of it.
    private func replace(_ path: String, with line: String) throws(Failure) -> WrittenFile {
        let temporary = "\(path).\(UInt64.random(in: .min ... .max))"
        do throws(Failure) {
            let descriptor = try opened(temporary, O_WRONLY | O_CREAT | O_EXCL, writing: line)
            let file = WrittenFile(descriptor)
            if rename(temporary, path) == 0 { return file }
            let failure = Failure()
            file.close()
            unlink(temporary)
            throw failure
        } catch {
            // A single file that a container was given can be written but not replaced.
            guard let descriptor = try? opened(path, O_WRONLY | O_TRUNC, writing: line) else { throw error }
            return WrittenFile(descriptor)
        }
    }

    private func remove(_ path: String) {
        // Where it cannot be removed, readers take an empty file for one that is still to be written.
        if unlink(path) != 0, errno != ENOENT { truncate(path, 0) }
    }

    private func opened(_ path: String, _ flags: Int32, writing line: String) throws(Failure) -> Int32 {
        let descriptor = open(path, flags | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Failure() }
        do throws(Failure) {
            try put(line, into: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// A port is a few bytes: the system takes all of them or none.
    private func put(_ line: String, into descriptor: Int32) throws(Failure) {
        let bytes = Array(line.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure() }
    }

    private static func refusal(_ path: String, _ problem: String) -> StartRefusal {
        StartRefusal("cannot write the port file \(path): \(problem)")
    }
}

/// A port file that was written, held open and locked while its server runs: so another server can tell it from one that was
/// left behind, and it from one that was put in its place or written over it.
private struct WrittenFile {
    private let descriptor: Int32
    private let status: FileStatus?

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        status = FileStatus(of: descriptor)
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
    }

    /// Whether `path` still leads to this file, as it was written.
    func isAt(_ path: String) -> Bool { status != nil && FileStatus(at: path) == status }

    func close() { closeDescriptor(descriptor) }

    /// Whether a server that runs has written the file at `path`.
    static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { closeDescriptor(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}

/// Where a path leads once its last part is no longer a symbolic link.
private struct LinkTarget {
    private(set) var path: String

    init(of path: String) {
        self.path = path
        // The system itself gives up at 40.
        for _ in 0..<40 where descriptor == nil {
            var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
            let length = readlink(self.path, &bytes, bytes.count)
            guard length > 0 else { return }
            let next = String(decoding: bytes[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let folder = self.path.lastIndex(of: "/").map { self.path[...$0] } ?? ""
            self.path = next.hasPrefix("/") ? next : folder + next
        }
    }

    /// The number of the open file that the path stands for, if it does. To open `/dev/stdout` anew would write over what the
    /// program has printed, and to replace it would take it away from all others.
    var descriptor: Int32? {
        switch path {
        case "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default:
            for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
                return Int32(path.dropFirst(folder.count))
            }
            return nil
        }
    }
}

/// The system's `close`, whose name means the method within `WrittenFile`.
private func closeDescriptor(_ descriptor: Int32) {
    close(descriptor)
}
