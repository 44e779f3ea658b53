import Kernel
import Storage
import Synchronization

/// What is on disk of a world, what is not yet, and what goes there next.
///
/// A world that is new to the file is written whole: a large one in portions which nobody reads before the last one is there.
struct WorldLedger: Sendable {
    /// What goes into the next commit.
    enum Step: Sendable {
        /// Nothing differs.
        case nothing(WorldMark)
        /// A part of a large world; more is to come.
        case portion(StagedRows)
        /// All that differs.
        case update(WorldUpdate, WorldMark)
    }

    /// The world.
    let world: World
    /// Which of the file's generations it is.
    let generation: Generation
    /// Whether the file has the world in this generation.
    private(set) var isPlaced: Bool
    private var hasBegun: Bool
    /// Rows that are not encoded yet.
    private var touched: ArraySlice<(vendor: String, row: TouchedRow)> = []
    /// Rows that are encoded and not on disk yet, because they are on their way or because a commit failed.
    private var unwritten = RowPacks()
    private var writtenParts: [String: [UInt8]]
    /// Parts that are on their way.
    private var unwrittenParts: [String: [UInt8]] = [:]
    /// How far the world is on disk.
    private var written: WorldMark?
    /// How many rows the file has of this generation, former ones included.
    private var rowCount = 0
    /// The number of the last pack of rows that the file has of this generation.
    private var lastPack: Int64 = 0
    private let portionSize: Int
    /// How many rows are never too many.
    private let spareRows: Int

    /// A world that the file does not have.
    init(new world: World, generation: Generation, portionSize: Int = 1000, spareRows: Int = 10_000) {
        self.init(world, generation, portionSize: portionSize, spareRows: spareRows, isPlaced: false, parts: [:])
    }

    /// A world that was read from the file.
    init(_ world: World, readAs origin: WorldOrigin, portionSize: Int = 1000, spareRows: Int = 10_000) {
        self.init(
            world, origin.generation, portionSize: portionSize, spareRows: spareRows, isPlaced: true,
            parts: origin.parts)
        rowCount = origin.rowCount
        lastPack = origin.lastPack
        written = origin.mark
    }

    private init(
        _ world: World, _ generation: Generation, portionSize: Int, spareRows: Int, isPlaced: Bool,
        parts: [String: [UInt8]]
    ) {
        self.world = world
        self.generation = generation
        self.portionSize = portionSize
        self.spareRows = spareRows
        self.isPlaced = isPlaced
        hasBegun = isPlaced
        writtenParts = parts.filter { $0.key != WorldPart.start.rawValue }
    }

    /// Collects what differs, each vendor's part under its lock, and encodes it outside. Throws if something cannot be
    /// encoded; it stays due.
    mutating func next() throws -> Step {
        if !hasBegun { begin() }
        // While the disk takes nothing, they do not become more than the world has.
        unwritten.forgetFormerRows()
        if !isPlaced, touched.count > portionSize {
            try encode(portionSize)
            return .portion(StagedRows(generation: generation, rows: unwritten))
        }
        // Most changes are one vendor's.
        let taken = world.parts.enumerated().map { index, part in
            part.store.version == written?.versions[index] ? nil : part.store.takeTouched()
        }
        let mark = world.mark(at: taken.enumerated().map { $1?.version ?? written?.versions[$0] ?? 0 })
        for (part, taken) in zip(world.parts, taken) { touched += (taken?.rows ?? []).map { (part.vendor, $0) } }
        try encode(touched.count)
        let parts = try parts(taken.map(\.?.state), mark)
        guard !parts.isEmpty || !unwritten.isEmpty else { return .nothing(mark) }
        return .update(
            WorldUpdate(
                name: world.name.description, generation: generation, parts: try placing(parts), rows: unwritten,
                lastPack: isPlaced ? lastPack : nil), mark)
    }

    /// The step is on disk.
    mutating func confirm(_ step: Step) {
        switch step {
        case .nothing(let mark): note(mark)
        case .portion: endWriting()
        case .update(_, let mark):
            endWriting()
            writtenParts.merge(unwrittenParts) { $1 }
            writtenParts[WorldPart.start.rawValue] = nil
            isPlaced = true
            note(mark)
        }
    }

    /// Whether most of what the file has of the world are former rows: then it is to be written anew, in another generation,
    /// which costs each change a fraction of a row.
    var isWasteful: Bool {
        guard isPlaced, rowCount > spareRows else { return false }
        return rowCount / Self.waste > world.parts.reduce(0) { $0 + $1.store.objectCount }
    }

    private static let waste = 6

    private mutating func endWriting() {
        rowCount += unwritten.rowCount
        lastPack += Int64(unwritten.count)
        unwritten = RowPacks()
    }

    private mutating func note(_ mark: WorldMark) {
        written = mark
        world.saved.note(mark)
    }

    private mutating func begin() {
        let taken = world.parts.map { $0.store.beginTracking() }
        for (part, taken) in zip(world.parts, taken) { touched += taken.state.allRows().map { (part.vendor, $0) } }
        hasBegun = true
    }

    private mutating func encode(_ count: Int) throws {
        let writer = RowWriter()
        for (vendor, row) in touched.prefix(count) {
            try row.withBytes(from: writer) { key, value in
                try unwritten.append(vendor: vendor, table: row.table, key: key, value: value)
            }
        }
        touched = count == touched.count ? [] : touched.dropFirst(count)
    }

    /// Puts small parts among the rows, which costs least. Returns those for the table of parts.
    private mutating func placing(_ parts: [String: [UInt8]]) throws -> [String: [UInt8]] {
        unwrittenParts = parts
        var large = parts
        for (name, json) in parts where WorldPart(rawValue: name)?.isAlwaysInTable != true {
            let isSmall = json.count <= Self.lineSize
            if isSmall { large[name] = nil }
            try unwritten.append(part: name, isSmall ? json : nil)
        }
        return large
    }

    /// How many bytes a part has at most that is written among the rows: each time it changes, once more.
    private static let lineSize = 1024

    /// The parts that differ from those on disk.
    ///
    /// - Parameter states: those of `world.parts`; nil for one that is on disk.
    private func parts(_ states: [(any TabledState)?], _ mark: WorldMark) throws -> [String: [UInt8]] {
        var parts = [WorldPart.requests.rawValue: Array("\(world.history.requestNumber)".utf8)]
        if !isPlaced { parts[WorldPart.start.rawValue] = try RowCoding.bytes(world.start.record) }
        if written?.clock != mark.clock { parts[WorldPart.clock.rawValue] = try RowCoding.bytes(mark.clock) }
        if written?.rules != mark.rules { parts[WorldPart.rules.rawValue] = try RowCoding.bytes(mark.rules) }
        for (part, state) in zip(world.parts, states) {
            if let state { parts[part.vendor] = try RowCoding.bytesWithoutTables(state) }
        }
        // Most transitions change rows and nothing else.
        return parts.filter { writtenParts[$0] != $1 }
    }
}

// MARK: - Marks

/// How far a world has come: what an answer saw, or what is on disk.
struct WorldMark: Sendable {
    /// The number of each vendor's transitions, in the order of the world's parts.
    var versions: [Int]
    /// Where the clock stands.
    var clock: ClockPosition
    /// The rules, and how each has fared.
    var rules: RuleBookState

    /// Whether it lacks nothing of what can be seen in `world` now.
    func covers(_ world: World) -> Bool {
        // The vendors' first: after nearly every change it is one of them that has gone on. Clock and rules have no order.
        for (part, version) in zip(world.parts, versions) where part.store.version > version { return false }
        return world.clock.position == clock && world.rules.snapshot == rules
    }
}

extension World {
    /// How far the world has come, with what the vendors' versions were a moment ago.
    fileprivate func mark(at versions: [Int]) -> WorldMark {
        WorldMark(versions: versions, clock: clock.position, rules: rules.snapshot)
    }

    /// Whether everything that can be seen in the world now is on disk.
    var isSaved: Bool { saved.covers(self) }

    /// Notes that the file has the world as it is now, because it was just read there, and remembers from now on what is touched.
    func noteStored(_ stored: StoredWorld) {
        let taken = parts.map { $0.store.beginTracking() }
        saved.note(
            WorldOrigin(
                generation: stored.generation, parts: stored.parts, rowCount: stored.rowCount,
                lastPack: stored.lastPack, mark: mark(at: taken.map(\.version))))
    }
}

/// Where in a data file a world was read.
struct WorldOrigin: Sendable {
    /// Which of the file's generations it is.
    let generation: Generation
    /// What the file has of it besides its objects.
    let parts: [String: [UInt8]]
    /// How many rows the file has of it, former ones included.
    let rowCount: Int
    /// The number of the last pack of rows that the file has of it.
    let lastPack: Int64
    /// How far it had come.
    let mark: WorldMark
}

/// How far a world is on disk.
final class SavedMark: Sendable {
    private let mark = Mutex<WorldMark?>(nil)
    private let origin = Mutex<WorldOrigin?>(nil)

    func note(_ mark: WorldMark) {
        self.mark.withLock { $0 = mark }
    }

    func note(_ origin: WorldOrigin) {
        self.origin.withLock { $0 = origin }
        note(origin.mark)
    }

    /// Where the world was read, for whoever writes it from now on: told once.
    func takeOrigin() -> WorldOrigin? {
        origin.withLock { origin in
            defer { origin = nil }
            return origin
        }
    }

    /// Whether everything that can be seen in the world is on disk.
    func covers(_ world: World) -> Bool { mark.withLock { $0 }?.covers(world) ?? false }
}

/// What a data file has of a world besides its objects, one JSON value each; and, under each vendor's name, the vendor's state
/// without the rows of its tables.
enum WorldPart: String {
    /// What a reset makes it again: a `StartRecord`.
    case start
    /// Where its clock stands: a `ClockPosition`.
    case clock
    /// Its rules, and how each has fared: a `RuleBookState`.
    case rules
    /// The number of its last request.
    case requests

    /// Whether it is looked up without reading the world, or can be large although little of it has changed.
    var isAlwaysInTable: Bool { self != .requests }
}
