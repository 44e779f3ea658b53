import Kernel
import Storage

/// Makes worlds of what a data file has, all of them at the start: so damage shows before anything is served, and no request
/// ever waits for a read.
struct WorldReader {
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
            let clock = try stored.value(.clock, as: ClockPosition.self)
            let snapshot = WorldSnapshot(
                start: try point(of: stored).start(of: name), clockMode: clock.mode, now: clock.now(wall: wall.now),
                rules: try stored.value(.rules), states: try VendorStates(stored),
                requestNumber: try stored.value(.requests), lineage: factory.newLineage)
            return factory.world(continuing: snapshot)
        } catch let refusal as StartRefusal {
            throw StartRefusal(refusal.complaints.map { "world \(name): \($0)" })
        } catch {
            throw StartRefusal("world \(name): \(Self.words(error))")
        }
    }

    private mutating func point(of stored: StoredWorld) throws -> StartingPoint {
        let record = try stored.bytes(WorldPart.start.rawValue)
        if let point = points[record] { return point }
        let point = try StartingPoint(RowCoding.value(record, as: StartRecord.self), catalog: catalog)
        points[record] = point
        return point
    }

    private static func words(_ error: any Error) -> String {
        guard case .dataCorrupted(let context)? = error as? DecodingError else {
            return "it is not in the form that this release reads"
        }
        return context.debugDescription
    }
}

extension StoredWorld {
    /// The version that every layout of a vendor's state says first.
    private struct Layout: Decodable {
        let version: Int
    }

    /// A vendor's state, put together of its part and its rows.
    func state<State: TabledState>(of vendor: String) throws -> State {
        let bytes = try bytes(vendor)
        let version = try RowCoding.value(bytes, as: Layout.self).version
        guard version == State.currentVersion else {
            throw StartRefusal(
                "its \(vendor) part has layout \(version), and this release reads \(State.currentVersion) only")
        }
        var state = try RowCoding.stateWithoutTables(bytes, as: State.self)
        let tables = Dictionary(uniqueKeysWithValues: State.tables.map { ($0.name, $0) })
        for row in rows where row.key.vendor == vendor {
            guard let table = tables[row.key.table] else {
                throw StartRefusal("\(vendor) has no table \(row.key.table)")
            }
            try table.insert(row.key.key, row.value ?? [], &state)
        }
        return state
    }

    fileprivate func value<Value: Decodable>(_ part: WorldPart, as _: Value.Type = Value.self) throws -> Value {
        try RowCoding.value(try bytes(part.rawValue))
    }

    fileprivate func bytes(_ part: String) throws -> [UInt8] {
        guard let bytes = parts[part] else { throw StartRefusal("its \(part) part is missing") }
        return bytes
    }
}
