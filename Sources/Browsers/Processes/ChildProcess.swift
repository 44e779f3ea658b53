import FoundationEssentials
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A process that this one started, with a pipe to its descriptor 3 and one from its descriptor 4, and nothing else of ours.
///
/// By `posix_spawn` itself: the usual libraries pass no descriptors but 0, 1 and 2.
struct ChildProcess: Sendable {
    /// Its id, and its group's: signals of the terminal do not reach it, and all that it starts can be ended with it.
    let identifier: pid_t
    /// Our end of its descriptor 3. Whoever takes it closes it.
    let input: CInt
    /// Our end of its descriptor 4.
    let output: CInt

    /// Why there is no process.
    struct Failure: Error {
        let code: Int32

        var words: String { String(cString: strerror(code)) }
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: the path of the executable, then its arguments.
    ///   - environment: all variables that it gets.
    ///   - errorLog: the file that its standard error is added to.
    init(_ arguments: [String], environment: [String: String], errorLog: String = "/dev/null") throws(Failure) {
        let commands = try Pipe()
        let answers: Pipe
        do throws(Failure) { answers = try Pipe() } catch {
            commands.close()
            throw error
        }
        defer {
            _ = close(commands.reading)
            _ = close(answers.writing)
        }
        do throws(Failure) {
            identifier = try Self.spawn(
                arguments, environment: environment, errorLog: errorLog, input: commands.reading,
                output: answers.writing)
        } catch {
            _ = close(commands.writing)
            _ = close(answers.reading)
            throw error
        }
        input = commands.writing
        output = answers.reading
    }

    private static func spawn(
        _ arguments: [String], environment: [String: String], errorLog: String, input: CInt, output: CInt
    ) throws(Failure) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, errorLog, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, input, 3)
        posix_spawn_file_actions_adddup2(&actions, output, 4)
        // Sockets of the event loops are not closed by `exec` on Linux: a child that kept them would keep connections of
        // clients open, and the port.
        var flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        #if canImport(Darwin)
            flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #else
            closeOthers(&actions)
        #endif
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, arguments.first ?? "", &actions, &attributes, &words, &variables)
        guard code == 0 else { throw Failure(code: code) }
        return identifier
    }

    #if !canImport(Darwin)
        /// Closes all descriptors from 5 on.
        private static func closeOthers(_ actions: inout posix_spawn_file_actions_t) {
            typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt
            // The C module does not show it; looked up by name it is there in every C library of these years.
            if let library = dlopen(nil, RTLD_NOW),
                let symbol = dlsym(library, "posix_spawn_file_actions_addclosefrom_np")
            {
                _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, 5)
                return
            }
            let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
            // Some more than are open now: other threads go on opening them.
            let highest = (open.compactMap { CInt($0) }.max() ?? 1024) + 256
            for descriptor in 5...highest { posix_spawn_file_actions_addclose(&actions, descriptor) }
        }
    #endif

    /// Two ends that no other child gets, none of them one of the descriptors that a child has for itself.
    private struct Pipe {
        let reading: CInt
        let writing: CInt

        init() throws(Failure) {
            var ends: [CInt] = [-1, -1]
            guard pipe(&ends) == 0 else { throw Failure(code: errno) }
            // A child's end that were 3 or 4 already would be overwritten while it is put there.
            reading = fcntl(ends[0], F_DUPFD_CLOEXEC, 10)
            writing = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
            let code = errno
            for end in ends { _ = closeDescriptor(end) }
            guard reading != -1, writing != -1 else {
                close()
                throw Failure(code: code)
            }
        }

        func close() {
            for end in [reading, writing] where end != -1 { _ = closeDescriptor(end) }
        }
    }
}

/// `close` under a name that a method of the same name does not hide.
private func closeDescriptor(_ descriptor: CInt) -> CInt { close(descriptor) }
