import Kernel
import NIOCore
import Synchronization

/// Drydock's own DevTools connection to one browser: commands and their answers, events for whoever listens.
///
/// It knows nothing of pipes: messages go out through a closure and come in by `receive`.
final class DevToolsConnection: Sendable {
    private struct Shared {
        var state: DevToolsState
        var downloads: DownloadTable
        var waiting: [Int64: Waiter] = [:]
        var listeners: [Int: AsyncStream<DevToolsEvent>.Continuation] = [:]
        var lastListener = 0
        var endings: [@Sendable () -> Void] = []
    }

    private struct Waiter {
        let continuation: CheckedContinuation<Result<JSONObject, BrowserFailure>, Never>
        let timeOut: Scheduled<Void>
    }

    private let shared: Mutex<Shared>
    private let timer: any EventLoop
    private let send: @Sendable (ByteBuffer) -> Void

    /// How many events may wait for one listener; the oldest ones are dropped.
    private static let eventsKept = 2000

    /// - Parameters:
    ///   - timer: where times are measured.
    ///   - send: puts a whole message into the pipe.
    init(
        state: DevToolsState, downloads: DownloadTable, timer: any EventLoop,
        send: @escaping @Sendable (ByteBuffer) -> Void
    ) {
        shared = Mutex(Shared(state: state, downloads: downloads))
        self.timer = timer
        self.send = send
    }

    /// Sends a command and returns its result, or the failure if none comes in time.
    func command(
        _ method: String, _ parameters: JSONObject, session: String?, within limit: Duration
    ) async throws(BrowserFailure) -> JSONObject {
        let outcome = await withCheckedContinuation { continuation in
            let failure: BrowserFailure? = shared.withLock { shared in
                let command: DevToolsState.Command
                do throws(BrowserFailure) {
                    command = try shared.state.command(method, parameters, session: session)
                } catch { return error }
                let timeOut = timer.scheduleTask(in: TimeAmount(limit)) { [weak self] in
                    guard let self else { return }
                    self.timeOut(command.id)
                }
                shared.waiting[command.id] = Waiter(continuation: continuation, timeOut: timeOut)
                // Under the lock: commands go out in the order of their numbers.
                send(command)
                return nil
            }
            if let failure { continuation.resume(returning: .failure(failure)) }
        }
        return try outcome.get()
    }

    /// Takes what the browser has sent. To be called with one message after the other, in their order.
    func receive(_ message: JSONObject) {
        act { shared in
            let outcome = shared.state.receive(message)
            if let event = outcome.event { note(event, &shared) }
            return outcome
        }
    }

    /// The browser has gone.
    func end(because words: String) {
        act { $0.state.end(because: words) }
        let (listeners, endings) = shared.withLock { shared in
            defer { (shared.listeners, shared.endings) = ([:], []) }
            return (shared.listeners, shared.endings)
        }
        for listener in listeners.values { listener.finish() }
        for ending in endings { ending() }
    }

    /// Looks at what is known.
    func read<Value: Sendable>(_ look: (borrowing DevToolsState) -> Value) -> Value {
        shared.withLock { look($0.state) }
    }

    /// What the browser has downloaded.
    var downloads: [BrowserDownload] { shared.withLock { $0.downloads.finished } }

    /// Changes what is known from outside, and sends what follows.
    func update(_ change: (inout DevToolsState) -> [DevToolsState.Command]) {
        act { DevToolsState.Outcome(commands: change(&$0.state)) }
    }

    /// Waits until something is so, for so long at most: what the browser is about to tell is known in a moment.
    func wait(until isSo: (DevToolsState) -> Bool, within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while !read(isSo), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(2)) }
    }

    /// Everything that the browser tells from now on.
    func events() -> AsyncStream<DevToolsEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: DevToolsEvent.self, bufferingPolicy: .bufferingNewest(Self.eventsKept))
        let number: Int? = shared.withLock { shared in
            guard shared.state.ending == nil else { return nil }
            shared.lastListener += 1
            shared.listeners[shared.lastListener] = continuation
            return shared.lastListener
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            guard let self else { return }
            _ = self.shared.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    /// Calls `work` once the browser has gone; at once if it has.
    func whenEnded(_ work: @escaping @Sendable () -> Void) {
        let hasEnded = shared.withLock { shared in
            if shared.state.ending == nil {
                shared.endings.append(work)
                return false
            }
            return true
        }
        if hasEnded { work() }
    }

    private func note(_ event: DevToolsEvent, _ shared: inout Shared) {
        for listener in shared.listeners.values { listener.yield(event) }
        switch event.method {
        case "Browser.downloadWillBegin":
            let frame = event.parameters["frameId"]?.string
            let page = frame.flatMap { shared.state.url(ofFrame: $0) }
            shared.downloads.begin(event.parameters, pageURL: page ?? "")
        case "Browser.downloadProgress":
            if let unwanted = shared.downloads.progress(event.parameters) {
                send(shared.state.errand("Browser.cancelDownload", ["guid": .string(unwanted)]))
            }
        default: break
        }
    }

    private func timeOut(_ id: Int64) {
        act { shared in
            guard let failure = shared.state.timeOut(id) else { return DevToolsState.Outcome() }
            return DevToolsState.Outcome(answers: [(id, .failure(failure))])
        }
    }

    private func act(_ event: (inout Shared) -> DevToolsState.Outcome) {
        let answered = shared.withLock { shared in
            let outcome = event(&shared)
            for command in outcome.commands { send(command) }
            return outcome.answers.compactMap { id, answer in
                shared.waiting.removeValue(forKey: id).map { ($0, answer) }
            }
        }
        for (waiter, answer) in answered {
            waiter.timeOut.cancel()
            waiter.continuation.resume(returning: answer)
        }
    }

    private func send(_ command: DevToolsState.Command) {
        var message = ByteBuffer(bytes: JSONWriter.bytes(JSONValue.object(command.message)))
        message.writeInteger(UInt8(0))
        send(message)
    }
}
