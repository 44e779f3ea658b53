#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Standard output or standard error, written line by line and at once, even into a pipe.
struct StandardStream: Sendable {
    private let descriptor: Int32

    /// Where results go.
    static let output = StandardStream(descriptor: STDOUT_FILENO)
    /// Where complaints go.
    static let error = StandardStream(descriptor: STDERR_FILENO)

    /// Gives each standard stream that the caller has closed a place that takes everything: else the next file that is opened
    /// would get its number, and what is printed.
    static func openClosed() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest number that is free, so this one.
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// Writes `text` and a line break. A reader that is gone, as `head` is after its lines, is no failure.
    func write(_ text: String) throws(StreamFailure) {
        var rest = Array("\(text)\n".utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            guard written < 0 else {
                rest = rest.dropFirst(written)
                continue
            }
            switch errno {
            case EINTR: continue
            // Whoever started us made it so; a program that reads slowly is to get everything nevertheless.
            case EAGAIN, EWOULDBLOCK: waitUntilWritable()
            case EPIPE: return
            default: throw StreamFailure(code: errno)
            }
        }
    }

    /// Writes each complaint on a line that says whose it is. Where complaints cannot be written there is nobody to tell.
    func complain(_ complaints: [String]) {
        try? write(complaints.map { "drydock: \($0)" }.joined(separator: "\n"))
    }

    private func waitUntilWritable() {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wanted, 1, -1)
    }
}

/// What was to be printed is lost, for example because the disk is full.
struct StreamFailure: Error, CustomStringConvertible {
    fileprivate let code: Int32

    var description: String { "cannot write to standard output: \(String(cString: strerror(code)))" }
}

/// The system's `write`, whose name means the method within `StandardStream`.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
