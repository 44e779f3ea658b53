import Admin
import Kernel

/// The worlds by name and by the mark on what they issued, and which of them has to go when there are too many.
struct WorldTable {
    /// A world that is there.
    enum Found {
        case awake(World)
        /// It is to be read first.
        case asleep(SleepingWorld)
    }

    /// What had to make room for a world.
    struct Displaced {
        /// The one with its name.
        var replaced: World?
        /// The idlest, if there were too many.
        var evicted: World?
        /// The same, if that was not even read.
        var evictedSleeper: SleepingWorld?
    }

    private var byName: [WorldName: World] = [:]
    private var byTag: [WorldTag: World] = [:]
    private var sleepers: [WorldName: Sleeper] = [:]
    private var names = WorldNames()
    /// What the data file has and this release cannot read, by name.
    private var setAside: [String: SetAsideWorld] = [:]
    /// What tests say of the worlds that there are, by name.
    private var marks: [WorldName: TestMark] = [:]
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

    /// How many worlds there are, those that sleep included.
    var count: Int { byName.count + sleepers.count }

    /// The world of this name if it is awake, not marked as used.
    func present(_ name: WorldName) -> World? { byName[name] }

    /// The world of this name, marked as used just now if it is awake.
    mutating func find(_ name: WorldName) -> Found? {
        if let world = arrive(at: name) { return .awake(world) }
        return sleepers[name].map { .asleep($0.world) }
    }

    /// The world of this name, marked as used just now.
    mutating func arrive(at name: WorldName) -> World? {
        touch(byName[name])
    }

    /// The world that issued something with this mark, marked as used just now if it is awake. Throws if it is set aside.
    mutating func find(_ tag: WorldTag) throws(WorldRefusal) -> Found? {
        if let world = touch(byTag[tag]) { return .awake(world) }
        guard hasSleepers || !setAside.isEmpty, let name = names.owner(of: tag) else { return nil }
        if let world = setAside[name.description] { throw .setAside(world) }
        return sleepers[name].map { .asleep($0.world) }
    }

    /// Throws if there cannot be a world of this name.
    func check(_ name: WorldName) throws(WorldRefusal) {
        if let world = setAside[name.description] { throw .setAside(world) }
        try names.check(name)
    }

    /// Puts `world` in the place of the one with its name; returns what had to make room for it.
    mutating func put(_ world: World) throws(WorldRefusal) -> Displaced {
        try check(world.name)
        try names.claim(world.name)
        sleepers[world.name] = nil
        var displaced = Displaced(replaced: insert(world))
        _ = touch(world)
        makeRoom(for: world.name, &displaced)
        return displaced
    }

    private mutating func insert(_ world: World) -> World? {
        byTag[world.name.tag] = world
        return byName.updateValue(world, forKey: world.name)
    }

    private mutating func makeRoom(for newcomer: WorldName, _ displaced: inout Displaced) {
        // The newcomer was used last, so it is the idlest only if there is no other.
        guard count > capacity, let idlest = nextIdle(), idlest != newcomer else { return }
        displaced.evicted = remove(idlest)
        displaced.evictedSleeper = removeSleeper(idlest)
    }

    private mutating func nextIdle() -> WorldName? {
        idle.next { name in
            byName[name]?.idleSince ?? sleepers[name]?.idleSince
        } among: {
            byName.map { ($0.key, $0.value.idleSince) } + sleepers.map { ($0.key, $0.value.idleSince) }
        }
    }

    /// Takes out the world of this name, if it is awake.
    mutating func remove(_ name: WorldName) -> World? {
        guard let world = byName.removeValue(forKey: name) else { return nil }
        marks[name] = nil
        byTag.removeValue(forKey: name.tag)
        names.depart(name)
        return world
    }

    // MARK: What tests say

    /// What a test says of the world of this name; nil if none does.
    func mark(of name: WorldName) -> TestMark? { marks[name] }

    /// Puts a mark on a world, awake or asleep; it stays when the world is swapped. False if there is none of this name.
    mutating func mark(_ name: WorldName, _ mark: TestMark) -> Bool {
        guard byName[name] != nil || sleepers[name] != nil else { return false }
        marks[name] = mark
        return true
    }

    // MARK: Worlds that sleep

    /// Whether any do.
    var hasSleepers: Bool { !sleepers.isEmpty }

    /// Those that do, by name.
    var allSleepers: [SleepingWorld] {
        sleepers.values.map(\.world).sorted { $0.name.description < $1.name.description }
    }

    /// The world of this name, if it sleeps.
    func sleeper(_ name: WorldName) -> SleepingWorld? { sleepers[name]?.world }

    /// Whether the world that issued something with this mark sleeps.
    func sleeps(_ tag: WorldTag) -> Bool { names.owner(of: tag).map { sleepers[$0] != nil } ?? false }

    /// Puts a world among the others that there is none of yet, used just now.
    mutating func put(_ sleeper: SleepingWorld) throws(WorldRefusal) -> Displaced {
        try check(sleeper.name)
        try names.claim(sleeper.name)
        arrivals += 1
        sleepers[sleeper.name] = Sleeper(world: sleeper, idleSince: arrivals)
        var displaced = Displaced()
        makeRoom(for: sleeper.name, &displaced)
        return displaced
    }

    /// A world was read. Nothing happens if it is gone by now.
    mutating func awaken(_ sleeper: SleepingWorld, as world: World) {
        guard let known = sleepers[sleeper.name], known.world === sleeper else { return }
        sleepers[sleeper.name] = nil
        world.touch(known.idleSince)
        _ = insert(world)
    }

    /// A world cannot be read. False if it is gone by now.
    mutating func setAside(_ world: SetAsideWorld, insteadOf sleeper: SleepingWorld) -> Bool {
        guard sleepers[sleeper.name]?.world === sleeper else { return false }
        sleepers[sleeper.name] = nil
        marks[sleeper.name] = nil
        setAside(world)
        return true
    }

    /// Takes out the world of this name, if it sleeps.
    mutating func removeSleeper(_ name: WorldName) -> SleepingWorld? {
        guard let sleeper = sleepers.removeValue(forKey: name) else { return nil }
        marks[name] = nil
        names.depart(name)
        return sleeper.world
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

/// A world that sleeps, and since when, in arrivals of the process.
private struct Sleeper {
    let world: SleepingWorld
    let idleSince: UInt64
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

    /// The idlest. Never the default world: requests without a name go there.
    ///
    /// - Parameters:
    ///   - idleSince: when a world was used last; nil if it is gone.
    ///   - all: every world, and when it was used last.
    mutating func next(
        _ idleSince: (WorldName) -> UInt64?, among all: () -> [(name: WorldName, idleSince: UInt64)]
    ) -> WorldName? {
        if let name = nextCandidate(idleSince) { return name }
        let all = all()
        candidates = all.filter { $0.name != .default }.map { Candidate(name: $0.name, idleSince: $0.idleSince) }
            .sorted { $0.idleSince < $1.idleSince }.prefix(max(1, all.count / 16)).reversed()
        return nextCandidate(idleSince)
    }

    private mutating func nextCandidate(_ idleSince: (WorldName) -> UInt64?) -> WorldName? {
        while let candidate = candidates.popLast() {
            // Whoever was used since, or is gone, is passed over.
            if idleSince(candidate.name) == candidate.idleSince { return candidate.name }
        }
        return nil
    }
}
