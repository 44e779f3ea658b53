import Admin
import Kernel
import Storage
import Synchronization

/// Makes worlds of what a data file has. What is wrong with one world is no reason to refuse the others.
final class WorldReader: Sendable {
    /// What a world began as, and what is made of it.
    private typealias Start = (record: StartRecord, point: StartingPoint)

    /// How many starts are remembered.
    private static let memory = 64

    private let factory: WorldFactory
    private let catalog: ScenarioCatalog
    private let wall: WallClock
    /// Most worlds begin from the same few scenarios.
    private let starts = Mutex<[[UInt8]: Start]>([:])

    init(factory: WorldFactory, catalog: ScenarioCatalog, wall: WallClock) {
        self.factory = factory
        self.catalog = catalog
        self.wall = wall
    }

    /// The world as it was last committed. Throws `SetAsideWorld` for what this release cannot read.
    func world(_ stored: StoredWorld) throws(SetAsideWorld) -> World {
        do {
            guard let name = WorldName(stored.name) else { throw UnreadableRow(nil, "no world can be called so") }
            let states = try VendorStates(stored, files: factory.files)
            guard states.areIssued(by: name) else {
                throw UnreadableRow(nil, "the ids that it issues are another world's")
            }
            let clock = try stored.value(.clock, as: ClockPosition.self)
            let snapshot = WorldSnapshot(
                start: try start(stored.bytes(WorldPart.start.rawValue)).point.start(of: name), clockMode: clock.mode,
                now: clock.now(wall: wall.now),
                rules: try stored.value(.rules), states: states,
                requestNumber: try stored.value(.requests, as: Counter.self).wrappedValue, lineage: factory.newLineage,
                mayHaveLargeObjects: stored.rows.contains { $0.value?.count ?? 0 > LongWork.bodySize })
            return factory.world(continuing: snapshot)
        } catch let unreadable as UnreadableRow {
            throw SetAsideWorld(name: stored.name, row: unreadable.row, problem: unreadable.problem)
        } catch let refusal as StartRefusal {
            throw SetAsideWorld(name: stored.name, problem: refusal.complaints.joined(separator: "; "))
        } catch {
            throw SetAsideWorld(name: stored.name, problem: UnreadableRow.words(for: error))
        }
    }

    /// What these parts of a world tell of it. Throws if they cannot be read.
    func outline(start: [UInt8], clock: [UInt8]) throws -> SleepingWorld.Outline {
        let start = try self.start(start)
        return SleepingWorld.Outline(
            start: start.record, scenarioName: start.point.scenarioName, clock: try RowCoding.value(clock))
    }

    private func start(_ bytes: [UInt8]) throws -> Start {
        if let start = starts.withLock({ $0[bytes] }) { return start }
        let record = try UnreadableRow.reading(WorldPart.start.rawValue) {
            try RowCoding.value(bytes, as: StartRecord.self)
        }
        let start = (record, try StartingPoint(record, catalog: catalog))
        starts.withLock { starts in
            if starts.count >= Self.memory { starts = [:] }
            starts[bytes] = start
        }
        return start
    }
}

/// What of a world cannot be read, and why.
private struct UnreadableRow: Error {
    /// The row, where it is one of a table.
    let row: String?
    let problem: String

    init(_ row: String?, _ problem: String) {
        self.row = row
        self.problem = problem
    }

    /// A row's key may be a token, and what is wrong may be a secret as well.
    init(_ key: StoredRow.Key, _ error: any Error) {
        let name = SecretMask.masking.text(String(decoding: key.key, as: UTF8.self))
        self.init("\(key.table) \(name) of \(key.vendor)", Self.words(for: error))
    }

    /// What `read` makes of a part.
    static func reading<Value>(_ part: String, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch { throw UnreadableRow(nil, "its \(part) part: \(words(for: error))") }
    }

    static func words(for error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it is not in the form that this release reads" }
        let context: DecodingError.Context? =
            switch error {
            case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
                .valueNotFound(_, let context):
                context
            @unknown default: nil
            }
        guard let context else { return "it is not in the form that this release reads" }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return SecretMask.masking.text((path.isEmpty ? "" : "\(path): ") + context.debugDescription)
    }
}

extension StoredWorld {
    /// The version that every layout of a vendor's state says first.
    private struct Layout: Decodable {
        let version: Int
    }

    /// A vendor's state, put together of its part and its rows.
    func state<State: TabledState>(of vendor: String, files: StoredBytesBudget) throws -> State {
        let bytes = try bytes(vendor)
        let version = try UnreadableRow.reading(vendor) { try RowCoding.value(bytes, as: Layout.self).version }
        guard version == State.currentVersion else {
            throw UnreadableRow(
                nil, "its \(vendor) part has layout \(version), and this release reads \(State.currentVersion) only")
        }
        var state = try UnreadableRow.reading(vendor) { try RowCoding.stateWithoutTables(bytes, as: State.self) }
        let tables = Dictionary(uniqueKeysWithValues: State.tables.map { ($0.name, $0) })
        for row in rows where row.key.vendor == vendor {
            guard let table = tables[row.key.table] else {
                throw UnreadableRow(nil, "\(vendor) has no table \(row.key.table)")
            }
            do {
                try table.insert(row.key.key, row.value ?? [], &state, files: files)
            } catch { throw UnreadableRow(row.key, error) }
        }
        return state
    }

    fileprivate func value<Value: Decodable>(_ part: WorldPart, as _: Value.Type = Value.self) throws -> Value {
        let bytes = try bytes(part.rawValue)
        return try UnreadableRow.reading(part.rawValue) { try RowCoding.value(bytes) }
    }

    fileprivate func bytes(_ part: String) throws -> [UInt8] {
        guard let bytes = parts[part] else { throw UnreadableRow(nil, "its \(part) part is missing") }
        return bytes
    }
}
