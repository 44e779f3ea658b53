import Kernel

/// The worlds by name and by the mark on what they issued, and which of them has to go when there are too many.
struct WorldTable {
    private var byName: [WorldName: World] = [:]
    private var byTag: [WorldTag: World] = [:]
    private var arrivals: UInt64 = 0
    private var idle = IdleWorlds()
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// All worlds, by name.
    var all: [World] { byName.values.sorted { $0.name.description < $1.name.description } }

    /// The same in no particular order, which takes less.
    var unordered: [World] { Array(byName.values) }

    /// How many worlds there are.
    var count: Int { byName.count }

    /// The world of this name, not marked as used.
    func present(_ name: WorldName) -> World? { byName[name] }

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
        // The newcomer was used last, so it is the idlest only if there is no other.
        guard byName.count > capacity, let idlest = idle.next(among: byName), idlest != world.name else {
            return (replaced, nil)
        }
        return (replaced, remove(idlest))
    }

    /// Takes out the world of this name.
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
}

/// Finds the world that was idle longest. All worlds are looked at only once in a while: those that were idlest then stay so
/// unless they are used, because nobody's last use moves back.
private struct IdleWorlds {
    private struct Candidate {
        let name: WorldName
        let idleSince: UInt64
    }

    /// The idlest last.
    private var candidates: [Candidate] = []

    /// The idlest of `worlds`. Never the default world: requests without a name go there.
    mutating func next(among worlds: [WorldName: World]) -> WorldName? {
        if let name = nextCandidate(among: worlds) { return name }
        let named = worlds.values.filter { $0.name != .default }
        candidates = named.map { Candidate(name: $0.name, idleSince: $0.idleSince) }
            .sorted { $0.idleSince < $1.idleSince }.prefix(max(1, worlds.count / 16)).reversed()
        return nextCandidate(among: worlds)
    }

    private mutating func nextCandidate(among worlds: [WorldName: World]) -> WorldName? {
        while let candidate = candidates.popLast() {
            // Whoever was used since, or is gone, is passed over.
            if worlds[candidate.name]?.idleSince == candidate.idleSince { return candidate.name }
        }
        return nil
    }
}
