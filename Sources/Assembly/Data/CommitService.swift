import Kernel
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Writes what answers wait for, all that have come meanwhile in one transaction; at the end, everything, and closes the file.
final class CommitService: Service, CustomStringConvertible {
    private let file: DataFile
    private let queue: CommitQueue
    private let worlds: Worlds
    private let logger: Logger
    /// What is on disk of the worlds that were read from it, until the service runs: it would keep worlds alive that are gone.
    private let ledgers: Mutex<[WorldName: WorldLedger]>

    init(file: DataFile, queue: CommitQueue, worlds: Worlds, ledgers: [WorldName: WorldLedger], logger: Logger) {
        self.file = file
        self.queue = queue
        self.worlds = worlds
        self.ledgers = Mutex(ledgers)
        self.logger = logger
    }

    /// The service group asks for a name, and would look through all our fields for one.
    var description: String { "data file" }

    func run() async throws {
        let ledgers = ledgers.withLock { ledgers in
            defer { ledgers = [:] }
            return ledgers
        }
        var writer = CommitWriter(file: file, queue: queue, worlds: worlds, ledgers: ledgers, logger: logger)
        // Sweeps away what an earlier process left.
        await writer.writeAll()
        for await _ in queue.signals.cancelOnGracefulShutdown() { await writer.writeAll() }
        await writer.writeEverything()
        queue.close()
        do throws(StoreFailure) {
            try await file.close()
        } catch {
            logger.error("the data file was not closed", metadata: ["file": "\(file.path)", "problem": "\(error)"])
        }
    }
}
