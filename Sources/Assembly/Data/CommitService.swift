import Admin
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

    private init(
        file: DataFile, queue: CommitQueue, worlds: Worlds, ledgers: [WorldName: WorldLedger], logger: Logger
    ) {
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

// MARK: - Opening

extension CommitService {
    /// Opens a data file and puts its worlds among `worlds`. Throws `StartRefusal`, and leaves the file as it is, if it
    /// cannot be used.
    convenience init(
        opening path: String, queue: CommitQueue, worlds: Worlds, catalog: ScenarioCatalog, wall: WallClock,
        configuration: DrydockConfiguration
    ) throws(StartRefusal) {
        let began = ContinuousClock.now
        let file: DataFile
        var ledgers: [WorldName: WorldLedger] = [:]
        do {
            file = try DataFile(path: path, sync: configuration.syncsEveryCommit ? .full : .normal)
            var reader = WorldReader(factory: worlds.factory, catalog: catalog, wall: wall)
            try file.readWorlds { stored in
                let world = try reader.world(stored)
                ledgers[world.name] = WorldLedger(read: world, from: stored)
                worlds.swap(in: world, as: .loaded, because: "read from the data file")
            }
        } catch let refusal as StartRefusal {
            throw StartRefusal(refusal.complaints.map { "the data file \(path) cannot be used: \($0)" })
        } catch let refusal as DataRefusal {
            throw StartRefusal(refusal.description)
        } catch {
            throw StartRefusal("the data file \(path) cannot be used: \(error)")
        }
        configuration.logger.notice(
            "worlds are kept in \(path)",
            metadata: ["worlds": "\(ledgers.count)", "read in": "\(ContinuousClock.now - began)"])
        self.init(file: file, queue: queue, worlds: worlds, ledgers: ledgers, logger: configuration.logger)
    }
}
