import Kernel

/// The worlds by name and by the mark on what they issued, and which of them has to go when there are too many.
struct WorldTable {
    private var byName: [WorldName: World] = [:]
    private var byTag: [WorldTag: World] = [:]
    private var arrivals: UInt64 = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// All worlds, by name.
    var all: [World] { byName.values.sorted { $0.name.description < $1.name.description } }

    /// The world of this name, marked as used just now.
    mutating func arrive(at name: WorldName) -> World? {
        touch(byName[name])
    }

    /// The world that issued something with this mark, marked as used just now.
    mutating func arrive(at tag: WorldTag) -> World? {
        touch(byTag[tag])
    }

    /// Puts `world` in the place of the one with its name; returns what had to make room for it.
    mutating func put(_ world: World) -> (replaced: World?, evicted: World?) {
        let replaced = byName.updateValue(world, forKey: world.name)
        byTag[world.name.tag] = world
        _ = touch(world)
        guard byName.count > capacity, let idlest = idlest(otherThan: world) else { return (replaced, nil) }
        return (replaced, remove(idlest.name))
    }

    mutating func remove(_ name: WorldName) -> World? {
        byTag.removeValue(forKey: name.tag)
        return byName.removeValue(forKey: name)
    }

    private mutating func touch(_ world: World?) -> World? {
        guard let world else { return nil }
        arrivals += 1
        world.touch(arrivals)
        return world
    }

    /// The default world is never evicted: it is where requests without a name go.
    private func idlest(otherThan newcomer: World) -> World? {
        byName.values.filter { $0 !== newcomer && $0.name != .default }.min { $0.idleSince < $1.idleSince }
    }
}
