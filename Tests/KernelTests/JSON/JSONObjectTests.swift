import Kernel
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
    private let object = JSONObject([("b", .null), ("a", 1)])

    @Test("a member that is not there is none, which is not the same as null")
    func absent() {
        #expect(object["c"] == JSONValue?.none)
        #expect(object["b"] == JSONValue?.some(.null))
        #expect(JSONValue.object(object)[path: "c"] == JSONValue?.none)
        #expect(!Fields(object).has("c"))
        #expect(Fields(object).has("b"))
    }

    @Test(
        "conditions on members of the body tell absent from null", arguments: [("c", false), ("b", true), ("a", true)])
    func matched(path: String, isPresent: Bool) {
        let value = JSONValue.object(object)[path: path]
        #expect(Matcher.present.accepts(value) == isPresent)
        #expect(Matcher.absent.accepts(value) == !isPresent)
    }

    @Test("of members with one name the last stays, in whatever order they come, and names are sorted")
    func duplicates() {
        var numbers = SplitMix64(seed: 1)
        for _ in 0..<200 {
            let pairs = (0..<40).map { index in
                ("k\(numbers.next() % 25)", JSONValue.integer(Int64(index)))
            }
            let expected = Dictionary(pairs) { _, last in last }.sorted { $0.key < $1.key }
            let object = JSONObject(pairs)
            #expect(object.members.map(\.name) == expected.map(\.key))
            #expect(object.members.map(\.value) == expected.map(\.value))
        }
    }

    @Test(
        "merged, both have their members, and the other's values stand",
        arguments: [
            ([:], ["a": 1], ["a": 1]), (["a": 1], [:], ["a": 1]),
            (["a": 1, "c": 1], ["b": 2], ["a": 1, "b": 2, "c": 1]),
            (["a": 1, "b": 1], ["a": 2, "z": 2], ["a": 2, "b": 1, "z": 2]), (["b": 1], ["b": .null], ["b": .null]),
        ] as [(JSONObject, JSONObject, JSONObject)])
    func merged(own: JSONObject, other: JSONObject, merged: JSONObject) {
        var object = own
        object.merge(other)
        #expect(object == merged)
    }

    /// Putting each member in its place in turn moves all others every time: that took 20 seconds and more for 200,000.
    @Test("very many members in descending order take no longer than their number")
    func descending() {
        let pairs = (0..<200_000).reversed().map { (String($0 + 1_000_000), JSONValue.null) }
        var object: JSONObject = ["0": 1]
        let took = ContinuousClock().measure { object.merge(JSONObject(pairs)) }
        #expect(object.members.count == 200_001)
        #expect(took < .seconds(10))
    }
}
