import Kernel
import Testing

@Suite("Fields")
struct FieldsTests {
    private static func fields(_ text: String, _ reading: FieldReading = .strict) throws -> Fields {
        Fields(try #require(try JSONParser.parse(text).object), reading: reading)
    }

    @Test("complaints name the field by its path and both types")
    func complaints() throws {
        let fields = try Self.fields(#"{"a":1,"b":{"c":"x"},"d":[{"e":1},2]}"#)
        #expect(throws: FieldComplaint(field: "z", problem: "is required")) {
            try fields.required("z", as: String.self)
        }
        #expect(throws: FieldComplaint(field: "a", problem: "must be a string, not a number")) {
            try fields.required("a", as: String.self)
        }
        #expect(throws: FieldComplaint(field: "b.c", problem: "must be an integer, not a string")) {
            try fields.object("b")?.required("c", as: Int.self)
        }
        #expect(throws: FieldComplaint(field: "d.1", problem: "must be an object, not a number")) {
            try fields.objects("d")
        }
    }

    @Test("lenient reading takes a field of the wrong type as absent")
    func lenient() throws {
        let fields = try Self.fields(#"{"a":1,"d":[{"e":1},2]}"#, .lenient)
        #expect(try fields.optional("a", as: String.self) == nil)
        #expect(try fields.objects("d")?.count == 1)
    }

    @Test("null counts as absent")
    func null() throws {
        #expect(try Self.fields(#"{"a":null}"#).optional("a", as: String.self) == nil)
    }
}
