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

    /// Writes `text` and a line break. If the reader is gone the text is lost and the program goes on.
    func write(_ text: String) {
        var rest = Array("\(text)\n".utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// Writes each complaint on a line that says whose it is.
    func complain(_ complaints: [String]) {
        write(complaints.map { "drydock: \($0)" }.joined(separator: "\n"))
    }
}

/// The system's `write`, whose name means the method within `StandardStream`.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
