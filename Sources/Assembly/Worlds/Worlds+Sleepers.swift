import Admin
import Kernel
import Synchronization

/// Worlds of the data file that were not read yet.
extension Worlds {
    /// Whether there are worlds in the data file that were not read yet. If not, it costs next to nothing to ask.
    var hasSleepers: Bool { areAnyAsleep.load(ordering: .relaxed) }

    /// Whether the world of this name is one of them: whoever enters it waits until it is read.
    func sleeps(_ name: WorldName) -> Bool { sleeper(name) != nil }

    /// The same of the world that issued something with this mark.
    func sleeps(_ tag: WorldTag) -> Bool { hasSleepers && table.withLock { $0.sleeps(tag) } }

    /// All of them, by name.
    var sleepers: [SleepingWorld] { hasSleepers ? table.withLock { $0.allSleepers } : [] }

    /// What can be told of them without reading them, by name; one of which not even this can be read is set aside.
    var outlines: [(world: SleepingWorld, outline: SleepingWorld.Outline)] {
        let sleepers = sleepers
        return zip(sleepers, SleepingWorld.outlines(of: sleepers)).compactMap { sleeper, outline in
            guard let outline else {
                wake(sleeper)
                return nil
            }
            return (sleeper, outline)
        }
    }

    /// What is to be done about a world in the data file.
    func standing(of name: WorldName) -> WorldStanding {
        table.withLock { table in
            if let world = table.present(name) { return .awake(world) }
            return table.sleeper(name) != nil || table.isSetAside(name) ? .kept : .gone
        }
    }

    /// Takes over the worlds of a data file, asleep, and wakes the first that can be read: then the others are worth serving.
    /// Those with names that cannot be used are set aside. Throws where the file cannot be read at all.
    func take(_ file: StoredWorlds) throws {
        for stored in try file.all() {
            switch stored {
            case .success(let sleeper):
                do throws(WorldRefusal) {
                    evict(try change { (table) throws(WorldRefusal) in try table.put(sleeper) })
                } catch {
                    setAside(SetAsideWorld(name: sleeper.name.description, problem: error.reason.detail))
                }
            case .failure(let world): setAside(world)
            }
        }
        // The one that every request of the control plane needs comes before the others.
        let first = sleeper(.default).map { [$0] } ?? []
        for sleeper in first + sleepers {
            do throws(SetAsideWorld) {
                let world = try sleeper.read()
                change { $0.awaken(sleeper, as: world) }
                world.wakeWebhooks()
                return
            } catch {
                _ = change { $0.setAside(error, insteadOf: sleeper) }
            }
        }
    }

    /// The world of this name, if it sleeps.
    func sleeper(_ name: WorldName) -> SleepingWorld? {
        hasSleepers ? table.withLock { $0.sleeper(name) } : nil
    }

    /// Reads a world, or sets it aside. Whatever becomes of it, it does not sleep any more.
    func wake(_ sleeper: SleepingWorld) {
        do throws(SetAsideWorld) {
            let world = try sleeper.read()
            change { $0.awaken(sleeper, as: world) }
            world.wakeWebhooks()
        } catch {
            if change({ $0.setAside(error, insteadOf: sleeper) }) { sleeper.report(error) }
        }
    }
}

// MARK: - Worlds that are set aside

extension Worlds {
    /// The worlds of the data file that could not be read, by name.
    var setAside: [SetAsideWorld] { table.withLock { $0.allSetAside } }

    /// Lets nobody into a world that could not be read, until it is dropped.
    private func setAside(_ world: SetAsideWorld) {
        table.withLock { $0.setAside(world) }
    }
}

/// What is to be done about a world in the data file.
enum WorldStanding {
    /// What differs is to be written.
    case awake(World)
    /// Nobody may touch what the file has of it: it sleeps, or cannot be read.
    case kept
    /// It is to be removed.
    case gone

    /// The world, if it is awake.
    var world: World? {
        if case .awake(let world) = self { world } else { nil }
    }
}
