import Kernel
import Testing

@testable import Anchor

struct OutputSchemaTests {
    private static func schema(_ json: String) throws -> OutputSchema {
        try OutputSchema(JSONParser.parse(json).object ?? [:], as: "output_schema")
    }

    private static func value(_ json: String) throws -> JSONValue { try JSONParser.parse(json) }

    @Test(
        "a result fits, or the first thing that is wrong is named",
        arguments: [
            (#"{"type":"object","required":["a"]}"#, #"{"a":1}"#, nil),
            (#"{"type":"object","required":["a"]}"#, "{}", "a is required"),
            (
                #"{"type":"object","properties":{"a":{"type":"string"}}}"#, #"{"a":1}"#,
                "a must be a string, not a number"
            ),
            (#"{"type":"array","items":{"type":"integer"}}"#, "[1,2.5]", "1 must be an integer, not a number"),
            (##"{"$ref":"#/$defs/P","$defs":{"P":{"type":"object","required":["b"]}}}"##, "{}", "b is required"),
            (
                ##"{"anyOf":[{"$ref":"#/definitions/P"},{"type":"null"}],"definitions":{"P":{"type":"string"}}}"##,
                "null", nil
            ),
            (#"{"type":"string"}"#, "3", "it must be a string, not a number"),
        ] as [(String, String, String?)])
    func fits(schema: String, result: String, complaint: String?) throws {
        #expect(try Self.schema(schema).complaint(about: Self.value(result)) == complaint)
    }

    @Test(
        "what is no schema is the caller's mistake",
        arguments: [
            #"{"type":"strnig"}"#, #"{"type":3}"#, #"{"properties":[]}"#, #"{"properties":{"a":3}}"#, #"{"anyOf":[]}"#,
            ##"{"$ref":"#/$defs/nowhere"}"##, #"{"$ref":"https://example.com/s.json"}"#, #"{"required":"a"}"#,
            #"{"enum":"a"}"#,
        ])
    func invalid(schema: String) {
        #expect(throws: FieldComplaint.self) { try Self.schema(schema) }
    }

    @Test("a schema that refers to itself ends, and one that grows without end is refused")
    func recursive() throws {
        let list = ##"{"type":"object","properties":{"next":{"$ref":"#"},"v":{"type":"integer"}}}"##
        let schema = try Self.schema(list)
        #expect(
            schema.complaint(about: try Self.value(#"{"next":{"next":{"v":"x"}}}"#))?.hasPrefix("next.next.v") == true)
        let members = (0..<9).map { ##""p\##($0)":{"$ref":"#"}"## }.joined(separator: ",")
        #expect(throws: FieldComplaint.self) { try Self.schema(#"{"properties":{\#(members)}}"#) }
    }

    @Test(
        "the plainest result fits its schema",
        arguments: [
            #"{"type":"object","properties":{"name":{"type":"string"},"n":{"type":"integer","minimum":3}},"required":["n"]}"#,
            #"{"type":"array","items":{"type":"string"},"minItems":2}"#, #"{"enum":["b","a"]}"#,
            ##"{"$defs":{"P":{"properties":{"x":{"type":"number"}},"type":"object"}},"$ref":"#/$defs/P"}"##,
        ])
    func example(schema: String) throws {
        let schema = try Self.schema(schema)
        let ids = IDSequence(seed: 1, tag: WorldName.default.tag, stream: "test")
        let example = schema.example(ids: ids, now: AnchorClient.start)
        #expect(schema.complaint(about: example) == nil, "\(example)")
    }
}
