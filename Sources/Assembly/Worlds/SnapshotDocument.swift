import Kernel

/// A snapshot as a file: everything that another process of the same release needs to go on from it.
struct SnapshotDocument {
    /// The version of this layout; others are refused.
    static let currentVersion = 1

    /// What is no vendor's.
    struct Head: Codable {
        let drydockSnapshot: Int
        let world: String
        let start: StartRecord
        let clock: Clock
        let rules: RuleBookState
        @Counter private(set) var requestNumber: Int
    }

    /// What the world's clock showed.
    struct Clock: Codable {
        let mode: ClockMode
        let now: Moment
    }

    let head: Head
    let states: VendorStates

    init(_ snapshot: WorldSnapshot) {
        head = Head(
            drydockSnapshot: Self.currentVersion, world: snapshot.start.name.description,
            start: snapshot.start.record, clock: Clock(mode: snapshot.clockMode, now: snapshot.now),
            rules: snapshot.rules, requestNumber: snapshot.requestNumber)
        states = snapshot.states
    }

    /// The snapshot of a world that begins as `start`.
    ///
    /// - Parameter isLarge: whether the document is so large that one of its objects may be, too.
    func snapshot(start: WorldStart, lineage: Lineage, isLarge: Bool = false) -> WorldSnapshot {
        WorldSnapshot(
            start: start, clockMode: head.clock.mode, now: head.clock.now, rules: head.rules, states: states,
            requestNumber: head.requestNumber, lineage: lineage, mayHaveLargeObjects: isLarge)
    }
}

/// One object: the members of the head, and a member for each vendor beside them.
extension SnapshotDocument: Codable {
    init(from decoder: any Decoder) throws {
        head = try Head(from: decoder)
        states = try VendorStates(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try head.encode(to: encoder)
        try states.encode(to: encoder)
    }
}

// MARK: - JSON with a seal

/// What Drydock wrote is consistent in itself, and what was edited since may not be: so an edited document is refused rather
/// than checked for everything that an edit can break. Scenario files are for editing.
extension SnapshotDocument {
    private static let sealName = "seal"

    /// The document as JSON.
    var bytes: [UInt8] {
        get throws {
            let content = try RowCoding.bytes(self)
            let seal = Self.seal(try JSONParser.parse(content))
            return Array("{\"\(Self.sealName)\":\"\(seal)\",".utf8) + content.dropFirst()
        }
    }

    /// Reads what `bytes` gave, in whatever order of members and with whatever white space.
    ///
    /// - Parameter files: what the contents of its files are charged to.
    static func read(
        _ bytes: [UInt8], files: StoredBytesBudget? = nil
    ) throws(SnapshotDocumentRefusal) -> SnapshotDocument {
        let value: JSONValue
        do throws(JSONComplaint) { value = try JSONParser.parse(bytes) } catch { throw .notJSON(error) }
        guard let version = value.object?["drydockSnapshot"] else { throw .notASnapshot }
        guard version == .integer(Int64(currentVersion)) else {
            throw .otherVersion(JSONWriter.text(version), of: "snapshot", wanted: currentVersion)
        }
        for kind in VendorKind.all { try check(value.object?[kind.name], of: kind) }
        guard value.object?[sealName]?.string == seal(value) else { throw .changed }
        do { return try RowCoding.value(bytes, files: files) } catch { throw .unreadable(words(error)) }
    }

    private static func words(_ error: any Error) -> String {
        guard case .dataCorrupted(let context)? = error as? DecodingError else { return String(describing: error) }
        return context.debugDescription
    }

    private static func check(_ state: JSONValue?, of kind: VendorKind) throws(SnapshotDocumentRefusal) {
        let version = state?.object?["version"]
        guard version == .integer(Int64(kind.layout)) else {
            throw .otherVersion(version.map { JSONWriter.text($0) } ?? "none", of: kind.name, wanted: kind.layout)
        }
    }

    /// Sixteen hexadecimal digits that follow from everything but the seal itself.
    private static func seal(_ value: JSONValue) -> String {
        let text = JSONWriter.text(canonical(value, isOutermost: true))
        let digits = String(SplitMix64.hash(text), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func canonical(_ value: JSONValue, isOutermost: Bool = false) -> JSONValue {
        switch value {
        case .object(let object):
            let members = object.members.filter { !isOutermost || $0.name != sealName }
            return .object(
                JSONObject(members.sorted { $0.name < $1.name }.map { ($0.name, canonical($0.value)) }))
        case .array(let array): return .array(array.map { canonical($0) })
        default: return value
        }
    }
}

/// Why a document cannot be imported.
enum SnapshotDocumentRefusal: Error {
    case notJSON(JSONComplaint)
    /// It is JSON, but no snapshot.
    case notASnapshot
    /// Another release wrote it, in another layout.
    case otherVersion(String, of: String, wanted: Int)
    /// It is not as it was exported.
    case changed
    case unreadable(String)
}
