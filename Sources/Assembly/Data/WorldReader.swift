import Anchor
import Anon
import Kernel
import Storage

/// Makes worlds of what a data file has, all of them at the start: so damage shows before anything is served, and no request
/// ever waits for a read.
struct WorldReader {
    /// The version that every layout of a vendor's state says first.
    private struct Layout: Decodable {
        let version: Int
    }

    private let factory: WorldFactory
    private let catalog: ScenarioCatalog
    private let wall: WallClock
    /// Most worlds begin from the same few scenarios.
    private var points: [[UInt8]: StartingPoint] = [:]

    init(factory: WorldFactory, catalog: ScenarioCatalog, wall: WallClock) {
        self.factory = factory
        self.catalog = catalog
        self.wall = wall
    }

    /// The world as it was last committed. Throws `StartRefusal` for what this release cannot read.
    mutating func world(_ stored: StoredWorld) throws(StartRefusal) -> World {
        guard let name = WorldName(stored.name) else { throw StartRefusal("no world can be called \(stored.name)") }
        do {
            let clock = try value(.clock, of: stored, as: ClockPosition.self)
            let snapshot = WorldSnapshot(
                start: try point(of: stored).start(of: name), clockMode: clock.mode, now: clock.now(wall: wall.now),
                rules: try value(.rules, of: stored),
                states: VendorStates(
                    anchor: try state(.anchor, of: stored, vendor: AnchorSeed.name),
                    anon: try state(.anon, of: stored, vendor: AnonSeed.name)),
                requestNumber: try value(.requests, of: stored), lineage: factory.newLineage)
            return factory.world(continuing: snapshot)
        } catch let refusal as StartRefusal {
            throw StartRefusal(refusal.complaints.map { "world \(name): \($0)" })
        } catch {
            throw StartRefusal("world \(name): \(Self.words(error))")
        }
    }

    private mutating func point(of stored: StoredWorld) throws -> StartingPoint {
        let record = try bytes(.start, of: stored)
        if let point = points[record] { return point }
        let point = try StartingPoint(RowCoding.value(record, as: StartRecord.self), catalog: catalog)
        points[record] = point
        return point
    }

    private func state<State: TabledState>(
        _ part: WorldPart, of stored: StoredWorld, vendor: String
    ) throws -> State {
        let bytes = try bytes(part, of: stored)
        let version = try RowCoding.value(bytes, as: Layout.self).version
        guard version == State.currentVersion else {
            throw StartRefusal(
                "its \(part.rawValue) part has layout \(version), and this release reads \(State.currentVersion) only")
        }
        var state = try RowCoding.stateWithoutTables(bytes, as: State.self)
        let tables = Dictionary(uniqueKeysWithValues: State.tables.map { ($0.name, $0) })
        for row in stored.rows where row.key.vendor == vendor {
            guard let table = tables[row.key.table] else {
                throw StartRefusal("\(vendor) has no table \(row.key.table)")
            }
            try table.insert(row.key.key, row.value ?? [], &state)
        }
        return state
    }

    private func value<Value: Decodable>(
        _ part: WorldPart, of stored: StoredWorld, as _: Value.Type = Value.self
    ) throws -> Value {
        try RowCoding.value(try bytes(part, of: stored))
    }

    private func bytes(_ part: WorldPart, of stored: StoredWorld) throws -> [UInt8] {
        guard let bytes = stored.parts[part.rawValue] else {
            throw StartRefusal("its \(part.rawValue) part is missing")
        }
        return bytes
    }

    private static func words(_ error: any Error) -> String {
        guard case .dataCorrupted(let context)? = error as? DecodingError else {
            return "it is not in the form that this release reads"
        }
        return context.debugDescription
    }
}
