import FoundationEssentials
import Kernel
import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A browser's process, behind a shell that removes its folder when it has gone, and the pipe that is its life line: when
/// Drydock ends in whatever way, the pipe closes, and the browser goes by itself.
final class BrowserProcess: Sendable {
    private typealias PipeChannel = NIOAsyncChannel<ByteBuffer, Never>

    private struct Life {
        var isReaped = false
        var reader: Task<Void, Never>?
        var deadline: Scheduled<Void>?
    }

    /// How long a browser may take to go.
    static let patience = TimeAmount.seconds(3)
    /// A larger message is read where others do not wait for it, in bytes.
    private static let largeMessage = 64 << 10

    let connection: DevToolsConnection
    private let child: ChildProcess
    private let channel: any Channel
    private let reaper: ChildReaper
    private let folders: BrowserFolders.Session
    private let executor: (any TaskExecutor)?
    private let life = Mutex(Life())

    /// Starts a browser.
    ///
    /// - Parameters:
    ///   - program: the executable and its arguments.
    ///   - executor: where large messages are read.
    ///   - connection: makes the connection that what goes through the pipe is for.
    init(
        _ program: [String], folders: BrowserFolders.Session, reaper: ChildReaper, executor: (any TaskExecutor)?,
        connection: @Sendable (any EventLoop, @escaping @Sendable (ByteBuffer) -> Void) -> DevToolsConnection
    ) async throws(BrowserFailure) {
        let script = "d=$1; shift; \"$@\"; rc=$?; rm -rf -- \"$d\"; exit $rc"
        do throws(ChildProcess.Failure) {
            child = try reaper.start { () throws(ChildProcess.Failure) in
                try ChildProcess(
                    ["/bin/sh", "-c", script, "sh", folders.path] + program, environment: folders.environment,
                    errorLog: folders.errorLog)
            }
        } catch {
            throw .startFailed("The system refused the process: \(error.words).")
        }
        let (input, output) = (child.output, child.input)
        let pipe: PipeChannel
        do {
            pipe = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .takingOwnershipOfDescriptors(input: input, output: output) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(MessageSplitter()))
                        return try PipeChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            // The browser goes when its pipe closes.
            for descriptor in [input, output] { _ = close(descriptor) }
            throw .startFailed("There is no pipe to it: \(error).")
        }
        let channel = pipe.channel
        self.channel = channel
        self.reaper = reaper
        self.folders = folders
        self.executor = executor
        self.connection = connection(channel.eventLoop) { channel.writeAndFlush($0, promise: nil) }
        let reader = Task(operation: { await self.run(pipe) })
        life.withLock { $0.reader = reader }
    }

    /// Ends the browser: closes the pipe, and kills whatever is there after a while.
    func end() {
        channel.close(mode: .output, promise: nil)
        life.withLock { life in
            guard !life.isReaped, life.deadline == nil else { return }
            life.deadline = channel.eventLoop.scheduleTask(in: Self.patience) { self.kill() }
        }
    }

    /// Ends the browser at once, and whatever it has started.
    func kill() {
        life.withLock { life in
            // Once its shell has been taken note of, another process may have the number.
            guard !life.isReaped else { return }
            _ = systemKill(-child.identifier, SIGKILL)
        }
    }

    // MARK: What comes out of the pipe

    private func run(_ pipe: PipeChannel) async {
        do {
            try await pipe.executeThenClose { inbound in
                for try await message in inbound {
                    // What is no message is none of ours.
                    if let message = await parse(message) { connection.receive(message) }
                }
            }
        } catch is MessageSplitter.TooLong {
            kill()
        } catch {
            // The same as an end.
        }
        let code = await exitCode()
        folders.removeWorking()
        connection.end(because: Self.words(code))
        life.withLock { life in
            life.deadline?.cancel()
            life.deadline = nil
            life.reader = nil
        }
    }

    private func parse(_ message: ByteBuffer) async -> JSONObject? {
        guard let executor, message.readableBytes > Self.largeMessage else { return Self.parse(message) }
        return await withTaskExecutorPreference(executor) { Self.parse(message) }
    }

    private static func parse(_ message: ByteBuffer) -> JSONObject? {
        try? JSONParser.parse(message.readableBytesView).object
    }

    /// Waits for the shell, which goes after the browser and its folder.
    private func exitCode() async -> Int32 {
        let end = ContinuousClock.now + .nanoseconds(Self.patience.nanoseconds)
        var isKilled = false
        while true {
            let code = life.withLock { life in
                let code = reaper.exitCode(of: child.identifier)
                if code != nil { life.isReaped = true }
                return code
            }
            if let code { return code }
            if !isKilled, ContinuousClock.now > end {
                kill()
                isKilled = true
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private static func words(_ code: Int32) -> String {
        switch code {
        case 0: "The browser was closed."
        case 128...: "The browser was ended by signal \(code - 128)."
        default: "The browser ended with exit code \(code)."
        }
    }
}

/// `kill` under a name that a method of the same name does not hide.
private func systemKill(_ process: pid_t, _ signal: CInt) -> CInt { kill(process, signal) }
