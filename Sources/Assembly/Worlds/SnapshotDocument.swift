import Anchor
import Anon
import Kernel

/// A snapshot as a file: everything that another process of the same release needs to go on from it.
struct SnapshotDocument: Codable {
    /// The version of this layout; others are refused.
    static let currentVersion = 1

    /// What the world's clock showed.
    struct Clock: Codable {
        let mode: ClockMode
        let now: Moment
    }

    let drydockSnapshot: Int
    let world: String
    let start: StartRecord
    let clock: Clock
    let rules: RuleBookState
    let requestNumber: Int
    let anchor: AnchorState
    let anon: AnonState

    init(_ snapshot: WorldSnapshot) {
        drydockSnapshot = Self.currentVersion
        world = snapshot.start.name.description
        start = snapshot.start.record
        clock = Clock(mode: snapshot.clockMode, now: snapshot.now)
        rules = snapshot.rules
        requestNumber = snapshot.requestNumber
        anchor = snapshot.anchor
        anon = snapshot.anon
    }

    /// The snapshot of a world that begins as `start`.
    func snapshot(start: WorldStart, lineage: Lineage) -> WorldSnapshot {
        WorldSnapshot(
            start: start, clockMode: clock.mode, now: clock.now, rules: rules,
            states: VendorStates(anchor: anchor, anon: anon), requestNumber: requestNumber, lineage: lineage)
    }
}

/// As JSON with a seal: what was written by Drydock is consistent in itself, and what was changed since may not be, so that
/// it is refused rather than checked for each thing that a hand could have broken. Scenario files are for hands.
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

    /// Reads what `bytes` gave, whatever became of its white space and of the order of its members.
    static func read(_ bytes: [UInt8]) throws(SnapshotDocumentRefusal) -> SnapshotDocument {
        let value: JSONValue
        do throws(JSONComplaint) { value = try JSONParser.parse(bytes) } catch { throw .notJSON(error) }
        guard let version = value.object?["drydockSnapshot"] else { throw .notASnapshot }
        guard version == .integer(Int64(currentVersion)) else {
            throw .otherVersion(JSONWriter.text(version), of: "snapshot", wanted: currentVersion)
        }
        try check(value.object?["anchor"], of: "anchor", AnchorState.currentVersion)
        try check(value.object?["anon"], of: "anon", AnonState.currentVersion)
        guard value.object?[sealName]?.string == seal(value) else { throw .changed }
        do { return try RowCoding.value(bytes) } catch { throw .unreadable(String(describing: error)) }
    }

    private static func check(
        _ part: JSONValue?, of name: String, _ wanted: Int
    ) throws(SnapshotDocumentRefusal) {
        let version = part?.object?["version"]
        guard version == .integer(Int64(wanted)) else {
            throw .otherVersion(version.map { JSONWriter.text($0) } ?? "none", of: name, wanted: wanted)
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
