import Admin
import Kernel

/// The worlds by name and by the mark on what they issued, and which of them has to go when there are too many.
struct WorldTable {
    private var byName: [WorldName: World] = [:]
    private var byTag: [WorldTag: World] = [:]
    private var names = WorldNames()
    /// What the data file has and this release cannot read, by name.
    private var setAside: [String: SetAsideWorld] = [:]
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

    /// The world that issued something with this mark, marked as used just now. Throws if that one is set aside.
    mutating func arrive(at tag: WorldTag) throws(WorldRefusal) -> World? {
        if let world = byTag[tag] { return touch(world) }
        guard !setAside.isEmpty, let name = names.owner(of: tag), let world = setAside[name.description] else {
            return nil
        }
        throw .setAside(world)
    }

    /// Throws if there cannot be a world of this name.
    func check(_ name: WorldName) throws(WorldRefusal) {
        if let world = setAside[name.description] { throw .setAside(world) }
        try names.check(name)
    }

    /// Puts `world` in the place of the one with its name; returns what had to make room for it.
    mutating func put(_ world: World) throws(WorldRefusal) -> (replaced: World?, evicted: World?) {
        try check(world.name)
        try names.claim(world.name)
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
        guard let world = byName.removeValue(forKey: name) else { return nil }
        byTag.removeValue(forKey: name.tag)
        names.depart(name)
        return world
    }

    // MARK: Worlds that are set aside

    /// What is set aside, by name.
    var allSetAside: [SetAsideWorld] { setAside.values.sorted { $0.name < $1.name } }

    /// Whether the world of this name is set aside.
    func isSetAside(_ name: WorldName) -> Bool { setAside[name.description] != nil }

    /// Lets nobody into the world of this name, nor into one whose ids could not be told from its own.
    mutating func setAside(_ world: SetAsideWorld) {
        setAside[world.name] = world
        // Where the mark is another one's already, that is the reason for setting this one aside.
        if let name = WorldName(world.name) { try? names.claim(name) }
    }

    /// Forgets that a world is set aside. False if it is not.
    mutating func removeSetAside(_ name: WorldName) -> Bool {
        guard setAside.removeValue(forKey: name.description) != nil else { return false }
        if names.owner(of: name.tag) == name { names.depart(name) }
        return true
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
