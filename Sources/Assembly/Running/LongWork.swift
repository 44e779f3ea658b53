import CScheduler
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Threads for what takes long: large bodies, lists of large worlds, snapshots, journals.
///
/// Requests are answered on event loops, of which there is one for each core; a computation of a second on each of them would
/// hold up every request of every world, the health check too. Here it holds up its like.
final class LongWork: TaskExecutor {
    /// To read a larger body, or to show an object made of one, takes longer than other requests should wait for, in bytes.
    static let bodySize = 64 << 10

    private let threads: NIOThreadPool
    private let givesWay: Bool
    private let hasStarted = Atomic(false)

    /// - Parameters:
    ///   - count: how many threads; as many as there are cores, and two at least, so that one long computation leaves room
    ///     for another.
    ///   - givesWay: the processors are for the event loops first, and for these threads when there is nothing to answer.
    init(threads count: Int = max(2, System.coreCount), givesWay: Bool = true) {
        threads = NIOThreadPool(numberOfThreads: count)
        self.givesWay = givesWay
    }

    /// Does `work` on these threads. The first `await` that waits frees the thread for others, and what follows it comes
    /// back here.
    func run<Value: Sendable, Failure: Error>(
        _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let outcome = await withTaskExecutorPreference(self) { () async -> Result<Value, Failure> in
            do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
        }
        return try outcome.get()
    }

    // MARK: TaskExecutor

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        threads.submit { [givesWay] state in
            if case .active = state {
                if givesWay { ThreadUrgency.patient.ask() }
                job.runSynchronously(on: executor)
            } else {
                // A pool that has stopped, or does not run yet, says so on the thread of whoever brings the work, which may
                // be one that must not wait: a database's own, for example. Nor may a task be lost.
                globalConcurrentExecutor.enqueue(job)
            }
        }
    }

    func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }
}

/// Starts the threads, and ends them when everything else has stopped.
extension LongWork: Service {
    /// Whether there are threads, or were: before that, work is done by whoever brings it.
    var isStarted: Bool { hasStarted.load(ordering: .acquiring) }

    func run() async throws {
        threads.start()
        if givesWay {
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
                loop.execute { ThreadUrgency.prompt.ask() }
            }
        }
        hasStarted.store(true, ordering: .releasing)
        try? await gracefulShutdown()
        try await threads.shutdownGracefully()
    }
}

/// A service that is run on the threads for long work.
struct ServiceOfLongWork<Wrapped: Service>: Service {
    private let service: Wrapped
    private let longWork: LongWork

    init(_ service: Wrapped, on longWork: LongWork) {
        self.service = service
        self.longWork = longWork
    }

    func run() async throws {
        try await longWork.run { () async throws(any Error) in try await service.run() }
    }
}

// MARK: - The scheduler

/// What a thread asks of the system's scheduler.
///
/// On a small machine a thread that signs or sorts is on a processor where somebody else has something to do, sooner or later. The
/// scheduler lets it go on for its slice, which is longer than most answers take. How long that is a thread may say itself.
enum ThreadUrgency {
    /// For event loops: their turn comes soon, and is short.
    case prompt
    /// For what takes long: it gives way to whoever has something to do.
    case patient

    /// Asks for the thread that calls. Costs a look if that was done before; does nothing where the system does not know of it.
    func ask() {
        switch self {
        case .prompt: drydock_ask_scheduler(0, Self.shortest)
        case .patient: drydock_ask_scheduler(Self.niceness, Self.longest)
        }
    }

    /// The shortest and the longest slice that Linux grants, in nanoseconds.
    static let (shortest, longest): (UInt64, UInt64) = (100_000, 100_000_000)
    /// How nice a patient thread is: a third of the processor is its own beside one that is not.
    static let niceness: Int32 = 5
}
