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
    /// Opens a data file and puts its worlds among `worlds`. One that cannot be read is set aside; if none can, or the file
    /// cannot be used at all, throws `StartRefusal` and leaves the file as it is.
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
                do throws(SetAsideWorld) {
                    let world = try reader.world(stored)
                    try worlds.place(world)
                    ledgers[world.name] = WorldLedger(read: world, from: stored)
                } catch {
                    worlds.setAside(error)
                }
            }
        } catch let refusal as DataRefusal {
            throw StartRefusal(refusal.description)
        } catch {
            throw StartRefusal("the data file \(path) cannot be used: \(error)")
        }
        let setAside = worlds.setAside
        if ledgers.isEmpty, let first = setAside.first {
            throw StartRefusal("the data file \(path) cannot be used: \(first.complaint)")
        }
        for world in setAside {
            configuration.logger.error(
                """
                \(world.complaint); it is set aside, and the file keeps it as it is: \
                DELETE /_drydock/worlds/\(world.name) removes it, a release that can read it serves it again
                """, metadata: ["file": "\(path)", "world": "\(world.name)"])
        }
        configuration.logger.notice(
            "worlds are kept in \(path)",
            metadata: ["worlds": "\(ledgers.count)", "read in": "\(ContinuousClock.now - began)"])
        self.init(file: file, queue: queue, worlds: worlds, ledgers: ledgers, logger: configuration.logger)
    }
}

extension Worlds {
    /// Puts a world that was read among the others. Throws if its name cannot be used beside theirs.
    fileprivate func place(_ world: World) throws(SetAsideWorld) {
        do throws(WorldRefusal) {
            try swap(in: world, as: .loaded, because: "read from the data file")
        } catch {
            throw SetAsideWorld(name: world.name.description, problem: error.reason.detail)
        }
    }
}

extension SetAsideWorld {
    /// One line for whoever runs the server.
    fileprivate var complaint: String {
        "world \(name) of the data file cannot be read: \(row.map { "\($0): " } ?? "")\(problem)"
    }
}
