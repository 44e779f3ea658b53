import Admin
import Kernel
import Logging
import Storage
import Synchronization

/// A world of the data file that nobody has entered yet: it is read when somebody does. Nothing of it is written while it sleeps.
final class SleepingWorld: Sendable {
    /// What can be told of it without reading its objects.
    struct Outline: Sendable {
        /// What it began as.
        let start: StartRecord
        /// The name of its scenario.
        let scenarioName: String
        /// Where its clock stands.
        let clock: ClockPosition
    }

    /// Its name.
    let name: WorldName
    fileprivate let stored: StoredName
    private let file: StoredWorlds
    private let outcome = Mutex<Result<World, SetAsideWorld>?>(nil)
    fileprivate let outline = Mutex<Outline?>(nil)

    fileprivate init(_ name: WorldName, stored: StoredName, in file: StoredWorlds) {
        self.name = name
        self.stored = stored
        self.file = file
    }

    /// Reads the world. It is read once: whoever comes meanwhile waits for that, and gets the same. Throws `SetAsideWorld` if it
    /// cannot be read.
    func read() throws(SetAsideWorld) -> World {
        // A large world takes long, and holds up only those who want this one.
        let outcome = outcome.withLock { outcome in
            let read = outcome ?? file.read(stored)
            outcome = read
            return read
        }
        return try outcome.get()
    }

    /// Tells whoever runs the server why the world cannot be read.
    func report(_ world: SetAsideWorld) { file.report(world) }

    /// What can be told of these worlds, of one file all; nil for one of which even this cannot be read.
    static func outlines(of worlds: [SleepingWorld]) -> [Outline?] {
        worlds.first?.file.outlines(of: worlds) ?? []
    }
}

/// The worlds of a data file, to be read one by one.
final class StoredWorlds: Sendable {
    private let file: DataFile
    private let reader: WorldReader
    private let logger: Logger

    init(_ file: DataFile, reader: WorldReader, logger: Logger) {
        self.file = file
        self.reader = reader
        self.logger = logger
    }

    /// All of them, asleep; in the place of those whose names no world can have, what is wrong. Throws `DataRefusal`.
    func all() throws -> [Result<SleepingWorld, SetAsideWorld>] {
        try file.names().map { stored in
            guard let name = WorldName(stored.name) else {
                return .failure(SetAsideWorld(name: stored.name, problem: "no world can be called so"))
            }
            return .success(SleepingWorld(name, stored: stored, in: self))
        }
    }

    /// What can be told of these worlds, all read at once and then remembered; nil for one of which even this cannot be read.
    fileprivate func outlines(of worlds: [SleepingWorld]) -> [SleepingWorld.Outline?] {
        let known = worlds.map { world in world.outline.withLock { $0 } }
        guard known.contains(where: { $0 == nil }) else { return known }
        // A file that cannot be read shows with the worlds that it has: each is read by itself then.
        let parts = (try? file.parts(WorldPart.start.rawValue, WorldPart.clock.rawValue)) ?? [:]
        return zip(worlds, known).map { world, known in
            if let known { return known }
            guard let (start, clock) = parts[world.stored.generation], let start, let clock else { return nil }
            let outline = try? reader.outline(start: start, clock: clock)
            world.outline.withLock { $0 = outline }
            return outline
        }
    }

    /// Tells whoever runs the server why a world cannot be read.
    func report(_ world: SetAsideWorld) {
        logger.error(
            """
            \(world.complaint); it is set aside, and the file keeps it as it is: \
            DELETE /_drydock/worlds/\(world.name) removes it, a release that can read it serves it again
            """, metadata: ["file": "\(file.path)", "world": "\(world.name)"])
    }

    fileprivate func read(_ stored: StoredName) -> Result<World, SetAsideWorld> {
        do {
            let rows = try file.world(stored)
            do throws(SetAsideWorld) {
                let world = try reader.world(rows)
                world.noteStored(rows)
                return .success(world)
            } catch {
                return .failure(error)
            }
        } catch {
            return .failure(SetAsideWorld(name: stored.name, problem: "\(error)"))
        }
    }
}

extension SetAsideWorld {
    /// One line for whoever runs the server.
    var complaint: String {
        "world \(name) of the data file cannot be read: \(row.map { "\($0): " } ?? "")\(problem)"
    }
}
