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
}
