import Admin
import Kernel
import Logging
import ServiceLifecycle
import Storage

/// Writes what answers wait for, all that have come meanwhile in one transaction; at the end, everything, and closes the file.
final class CommitService: Service {
    private let file: DataFile
    private let queue: CommitQueue
    private let worlds: Worlds
    private let logger: Logger

    private init(file: DataFile, queue: CommitQueue, worlds: Worlds, logger: Logger) {
        self.file = file
        self.queue = queue
        self.worlds = worlds
        self.logger = logger
    }

    func run() async throws {
        // The stream that ServiceLifecycle would make of the signals has two threads more wake up for each commit.
        var writer = await withGracefulShutdownHandler {
            var writer = CommitWriter(file: file, queue: queue, worlds: worlds, logger: logger)
            // Sweeps away what an earlier process left.
            writer.writeAll()
            for await _ in queue.signals { writer.writeAll() }
            return writer
        } onGracefulShutdown: { [queue] in
            queue.endSignals()
        }
        writer.writeEverything()
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
    /// Opens a data file and puts its worlds among `worlds`, asleep but for the first one. If none can be read, or the file cannot
    /// be used at all, throws `StartRefusal` and leaves the file as it is.
    convenience init(
        opening path: String, queue: CommitQueue, worlds: Worlds, catalog: ScenarioCatalog, wall: WallClock,
        configuration: DrydockConfiguration
    ) throws(StartRefusal) {
        let began = ContinuousClock.now
        let logger = configuration.logger
        do {
            let file = try DataFile(path: path, sync: configuration.syncsEveryCommit ? .full : .normal)
            let stored = StoredWorlds(
                file, reader: WorldReader(factory: worlds.factory, catalog: catalog, wall: wall), logger: logger)
            try worlds.take(stored)
            let setAside = worlds.setAside
            if worlds.count == 0, let first = setAside.first {
                throw StartRefusal("the data file \(path) cannot be used: \(first.complaint)")
            }
            for world in setAside { stored.report(world) }
            logger.notice(
                "worlds are kept in \(path)",
                metadata: ["worlds": "\(worlds.count)", "looked up in": "\(ContinuousClock.now - began)"])
            self.init(file: file, queue: queue, worlds: worlds, logger: logger)
        } catch let refusal as StartRefusal {
            throw refusal
        } catch let refusal as DataRefusal {
            throw StartRefusal(refusal.description)
        } catch {
            throw StartRefusal("the data file \(path) cannot be used: \(error)")
        }
    }
}
