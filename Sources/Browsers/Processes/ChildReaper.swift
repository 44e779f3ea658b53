import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Takes note of children that have ended, so that none stays behind as a zombie.
///
/// Process 1 of a container inherits what a browser leaves behind; there all children are taken, whoever started them.
final class ChildReaper: Sendable {
    private struct Shared {
        /// Children of ours that somebody will ask about.
        var expected: Set<pid_t> = []
        /// What became of those that ended while others were taken.
        var ended: [pid_t: Int32] = [:]
    }

    private let shared = Mutex(Shared())
    private let isFirstProcess: Bool

    init(isFirstProcess: Bool = getpid() == 1) {
        self.isFirstProcess = isFirstProcess
    }

    /// Starts a child that somebody will ask about.
    func start(_ start: () throws(ChildProcess.Failure) -> ChildProcess) throws(ChildProcess.Failure) -> ChildProcess {
        // Under the lock, as it may end before anybody knows its id.
        try shared.withLock { (shared) throws(ChildProcess.Failure) in
            let child = try start()
            shared.expected.insert(child.identifier)
            return child
        }
    }

    /// What became of a child of ours, as a shell would say it: its exit code, or 128 and the signal that ended it. Nil while it
    /// runs. Answered once.
    func exitCode(of child: pid_t) -> Int32? {
        shared.withLock { shared in
            if isFirstProcess { Self.takeAll(&shared) }
            if let status = shared.ended.removeValue(forKey: child) {
                shared.expected.remove(child)
                return Self.exitCode(status)
            }
            var status: Int32 = 0
            switch waitpid(child, &status, WNOHANG) {
            case 0: return nil
            case child:
                shared.expected.remove(child)
                return Self.exitCode(status)
            default:
                // It is nobody's child any more; nothing is known of it.
                guard errno != EINTR else { return nil }
                shared.expected.remove(child)
                return 0
            }
        }
    }

    /// Takes what has ended and nobody asks about, if this is process 1.
    func takeOrphans() {
        guard isFirstProcess else { return }
        shared.withLock { Self.takeAll(&$0) }
    }

    private static func takeAll(_ shared: inout Shared) {
        var status: Int32 = 0
        while true {
            let child = waitpid(-1, &status, WNOHANG)
            guard child > 0 else { return }
            if shared.expected.contains(child) { shared.ended[child] = status }
        }
    }

    private static func exitCode(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
