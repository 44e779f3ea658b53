import Admin
import Kernel
import Testing

@Suite("Differences in words")
struct SnapshotDifferenceTests {
    private struct State {
        var identities = Table<String, [String: Int]>()
        var sdkClients = Table<String, [String: Int]>()
    }

    private static func difference(_ old: State, _ new: State) throws -> SnapshotDifference {
        let identities = StateTable<State>("identities", \.identities)
        let clients = StateTable<State>("sdkClients", \.sdkClients)
        return SnapshotDifference(
            world: .default, from: "a", to: "now",
            parts: [
                .init(vendor: "anchor", try identities.difference(old, new)),
                .init(vendor: "anon", try clients.difference(old, new)),
            ])
    }

    @Test("one thing was, several were; what happened first is told first")
    func sentence() throws {
        var old = State()
        old.identities["x"] = ["age": 1]
        old.identities["y"] = ["age": 1]
        var new = old
        #expect(try Self.difference(old, new).summary == "nothing was made, changed or removed")
        new.sdkClients["c"] = [:]
        #expect(try Self.difference(old, new).summary == "1 Anon SDK client was made")
        new.identities["z"] = [:]
        new.identities["x"] = ["age": 2]
        new.identities["y"] = nil
        #expect(
            try Self.difference(old, new).summary
                == "1 Anchor identity and 1 Anon SDK client were made; 1 Anchor identity was changed; "
                + "1 Anchor identity was removed")
        new.identities["zz"] = [:]
        #expect(try Self.difference(old, new).summary.hasPrefix("2 Anchor identities and 1 Anon SDK client were made"))
    }

    @Test("objects are shown as they were and as they are, with the members that differ")
    func rows() throws {
        var old = State()
        old.identities["x"] = ["age": 1, "same": 0, "gone": 3]
        var new = State()
        new.identities["x"] = ["age": 2, "same": 0, "new": 4]
        let json = try JSONParser.parse(JSONWriter.bytes(try Self.difference(old, new)))
        #expect(
            json[path: "changed"] == [
                "anchor.identities": [
                    [
                        "id": "x", "before": ["age": 1, "gone": 3, "same": 0],
                        "after": ["age": 2, "new": 4, "same": 0],
                        "differs": ["age", "new", "gone"],
                    ]
                ]
            ])
        #expect(json[path: "made"] == .object(JSONObject()))
        #expect(json[path: "removed"] == .object(JSONObject()))
    }
}
