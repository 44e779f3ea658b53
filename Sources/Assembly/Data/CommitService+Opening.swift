import Admin
import Kernel
import Logging
import Storage

extension CommitService {
    /// Opens a data file and puts its worlds among `worlds`. Throws `StartRefusal`, and leaves the file as it is, where it
    /// cannot be used.
    convenience init(
        opening path: String, queue: CommitQueue, worlds: Worlds, shelf: ScenarioShelf, wall: WallClock,
        configuration: DrydockConfiguration
    ) throws(StartRefusal) {
        let began = ContinuousClock.now
        let file: DataFile
        var ledgers: [WorldName: WorldLedger] = [:]
        do {
            file = try DataFile(path: path, sync: configuration.syncsEveryCommit ? .full : .normal)
            var reader = WorldReader(factory: worlds.factory, shelf: shelf, wall: wall)
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
