import Admin
import DrydockTesting
import Kernel
import Storage
import Testing

@testable import Assembly

/// The seal of an export has no key, and a data file has none at all: what they say may be anybody's.
@Suite("Numbers that were edited by hand")
struct EditedNumberTests {
    /// The path of a member of the document, what it is made, and a part of the refusal.
    private static let documentEdits: [(path: [String], number: JSONValue, words: String)] = [
        (["requestNumber"], .integer(.max), "requestNumber is 9223372036854775807, which is not a number from 0 to"),
        (["requestNumber"], -1, "requestNumber is -1"),
        (["anchor", "ordinal"], .integer(.max), "anchor.ordinal is 9223372036854775807"),
        (["anchor", "objectCount"], .integer(.max), "anchor.objectCount is 9223372036854775807"),
        (["anon", "ordinal"], .integer(.max), "anon.ordinal is 9223372036854775807"),
        (["anon", "ids", "count"], .integer(.max), "anon.ids.count is 9223372036854775807"),
        (["rules", "serial"], .integer(.max), "rules.serial is 9223372036854775807"),
        (["clock", "now"], "9999-12-31T23:59:59-23:59", "a date-time in the years 0001 to 9999 of UTC"),
    ]

    @Test("an export whose seal was made anew is refused with words", arguments: documentEdits.indices)
    func document(index: Int) async throws {
        let edit = Self.documentEdits[index]
        try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots")
            let document = try await drydock.get("/_drydock/snapshots/snapshot-1").json
            let edited = Self.sealed(Self.edited(document, edit.path[...], edit.number))
            let refused = try await drydock.send("PUT", "/_drydock/snapshots", body: JSONWriter.text(edited))
            #expect(refused.status == 422, "\(refused.text)")
            #expect(refused["error.reason"] == "snapshot.unreadable")
            #expect(refused["error.message"]?.string?.contains(edit.words) == true, "\(refused.text)")
        }
    }

    @Test("an export whose counts are at their bounds is taken, serves, and can be exported and imported again")
    func bounds() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots")
            var document = try await drydock.get("/_drydock/snapshots/snapshot-1").json
            for path in [["requestNumber"], ["anchor", "ordinal"], ["anchor", "ids", "count"], ["rules", "serial"]] {
                document = Self.edited(document, path[...], .integer(Int64(Counter.limit)))
            }
            let body = JSONWriter.text(Self.sealed(document))
            #expect(try await drydock.send("PUT", "/_drydock/snapshots?name=edited", body: body).status == 201)
            #expect(try await drydock.post("/_drydock/snapshots/edited/restore").status == 200)
            for _ in 0..<3 { #expect(try await drydock.post("/v1/sessions", "{}").status == 200) }
            _ = try await drydock.post("/_drydock/snapshots", #"{"name":"again"}"#)
            let again = try await drydock.get("/_drydock/snapshots/again").text
            #expect(try await drydock.send("PUT", "/_drydock/snapshots?name=third", body: again).status == 201)
        }
    }

    /// The part of the world, what is replaced in it, and a part of the refusal.
    private static let fileEdits: [(part: String, old: String, new: String, words: String)] = [
        ("requests", "1", "9223372036854775807", "9223372036854775807 is not a number from 0 to 9007199254740991"),
        ("requests", "1", "-1", "-1 is not a number from 0"),
        ("anchor", #""ordinal":0"#, #""ordinal":9223372036854775807"#, "ordinal is 9223372036854775807"),
        ("anon", #""objectCount":"#, #""objectCount":9999999999999999"#, "objectCount is 9999999999999999"),
        ("rules", #""serial":0"#, #""serial":9223372036854775807"#, "serial is 9223372036854775807"),
        ("clock", "2026-", "-026-", "is not a date-time such as"),
    ]

    @Test("a world of a data file is refused with words, and traps nothing", arguments: fileEdits.indices)
    func dataFile(index: Int) async throws {
        let edit = Self.fileEdits[index]
        let folder = try DataFolder()
        var configuration = try folder.configuration()
        configuration.clockStart = Moment("2026-01-01T00:00:00Z")
        try await withDrydock(configuration) { drydock in _ = try await drydock.get("/v1/applications") }
        let file = try DataFile(path: folder.file)
        let reader = WorldReader(
            factory: try TestWorlds().factory, catalog: try ScenarioCatalog(fixtures: nil),
            wall: .constant(Moment(milliseconds: 0)))
        let name = try #require(try file.names().last)
        let text = String(decoding: try #require(try file.world(name).parts[edit.part]), as: UTF8.self)
        let edited = text.replacing(edit.old, with: edit.new)
        #expect(edited != text, "\(text)")
        var batch = CommitBatch()
        var rows = RowPacks()
        try rows.append(part: edit.part, Array(edited.utf8))
        batch.updates = [WorldUpdate(name: name.name, generation: name.generation, parts: [:], rows: rows)]
        _ = try file.write(batch)
        var complaints: [String] = []
        for name in try file.names() {
            let stored = try file.world(name)
            do throws(SetAsideWorld) { _ = try reader.world(stored) } catch { complaints.append(error.problem) }
        }
        #expect(complaints.count == 1)
        #expect(complaints.first?.contains(edit.words) == true, "\(complaints)")
    }

    private static func edited(_ value: JSONValue, _ path: ArraySlice<String>, _ new: JSONValue) -> JSONValue {
        guard let first = path.first else { return new }
        var object = value.object ?? JSONObject()
        object[first] = edited(object[first] ?? .null, path.dropFirst(), new)
        return .object(object)
    }

    /// The document with the seal that anybody can work out.
    private static func sealed(_ document: JSONValue) -> JSONValue {
        var object = document.object ?? JSONObject()
        object["seal"] = nil
        let digits = String(SplitMix64.hash(JSONWriter.text(canonical(.object(object)))), radix: 16)
        object["seal"] = .string(String(repeating: "0", count: 16 - digits.count) + digits)
        return .object(object)
    }

    private static func canonical(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            let members = object.members.sorted { $0.name < $1.name }
            return .object(JSONObject(members.map { ($0.name, canonical($0.value)) }))
        case .array(let array): return .array(array.map(canonical))
        default: return value
        }
    }
}
