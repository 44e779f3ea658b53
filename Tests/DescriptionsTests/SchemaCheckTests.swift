import Kernel
import Testing

@testable import Descriptions

@Suite("Values, held against a schema")
struct SchemaCheckTests {
    private static let components = """
        components:
          schemas:
            Word: { type: string, minLength: 2 }
            Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' }, value: { type: integer } } }
            Tree: { anyOf: [{ $ref: '#/components/schemas/Fork' }, { $ref: '#/components/schemas/Other' }, { type: string }] }
            Fork: { type: object, properties: { a: { $ref: '#/components/schemas/Tree' } }, required: [never] }
            Other: { type: object, properties: { a: { $ref: '#/components/schemas/Tree' } }, required: [ever] }
        """
    private let check = SchemaCheck(APIDescription(components.utf8, of: "test"))

    private func complaints(_ value: String, _ schema: String) throws -> [String] {
        try check.complaints(about: JSONParser.parse(value), JSONParser.parse(schema)).map(\.description)
    }

    @Test(
        "each keyword lets through what fits",
        arguments: [
            ("{}", "{\"a\":[1,null]}"), (#"{"type":"string"}"#, #""""#), (#"{"type":["string","null"]}"#, "null"),
            (#"{"type":"integer"}"#, "3"), (#"{"type":"integer"}"#, "3.0"), (#"{"type":"number"}"#, "3"),
            (#"{"type":"boolean"}"#, "false"), (#"{"type":"array"}"#, "[]"), (#"{"type":"object"}"#, "{}"),
            (#"{"const":4}"#, "4"), (#"{"enum":["a",null]}"#, "null"), (#"{"minimum":1,"maximum":2}"#, "1"),
            (#"{"exclusiveMinimum":0,"exclusiveMaximum":1}"#, "0.5"), (#"{"minimum":1}"#, #""text""#),
            (#"{"minLength":2,"maxLength":2}"#, #""é̲""#), (#"{"maxLength":1}"#, #""😀""#),
            (#"{"pattern":"^a+$"}"#, #""aa""#), (#"{"pattern":"a"}"#, #""bab""#), (#"{"format":"regex"}"#, #""(""#),
            (#"{"format":"uuid"}"#, #""7B0F3C1E-12ab-4cde-8f01-23456789abcd""#),
            (#"{"format":"date-time"}"#, #""2026-01-01T00:00:00+02:00""#),
            (#"{"format":"uri"}"#, #""mailto:ada@example.com""#), (#"{"format":"email"}"#, #""ada@example.com""#),
            (#"{"minItems":1,"maxItems":2,"items":{"type":"integer"}}"#, "[1,2]"),
            (#"{"properties":{"a":{"type":"string"}},"required":["a"]}"#, #"{"a":"","b":1}"#),
            (#"{"additionalProperties":{"type":"string"},"properties":{"a":{}}}"#, #"{"a":1,"b":""}"#),
            (#"{"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false}"#, #"{"x-a":1}"#),
            (#"{"allOf":[{"minimum":1},{"maximum":3}]}"#, "2"), (#"{"anyOf":[{"minimum":3},{"maximum":1}]}"#, "0"),
            (#"{"oneOf":[{"type":"string"},{"type":"null"}]}"#, "null"),
            (##"{"$ref":"#/components/schemas/Word"}"##, #""ab""#),
            (##"{"$ref":"#/components/schemas/Word","maxLength":2}"##, #""ab""#),
            (##"{"$ref":"#/components/schemas/Node"}"##, #"{"next":{"next":{"value":1}}}"#),
        ])
    func fits(schema: String, value: String) throws {
        #expect(try complaints(value, schema).isEmpty)
    }

    @Test(
        "each keyword complains about what does not fit, at its place",
        arguments: [
            (#"{"type":"string"}"#, "1", "The body must be a string, not a number"),
            (#"{"type":["array","null"]}"#, "{}", "The body must be an array or null, not an object"),
            (#"{"type":"integer"}"#, "3.5", "The body must be an integer, not a number"),
            (#"{"const":4}"#, "5", "The body must be 4, not 5"),
            (#"{"enum":["a","b"]}"#, #""c""#, #"The body must be one of "a", "b", not "c""#),
            (#"{"minimum":1}"#, "0", "The body must be at least 1, not 0"),
            (#"{"maximum":2}"#, "2.5", "The body must be at most 2, not 2.5"),
            (#"{"exclusiveMinimum":0}"#, "0", "The body must be more than 0, not 0"),
            (#"{"exclusiveMaximum":1}"#, "1", "The body must be less than 1, not 1"),
            (#"{"minLength":1}"#, #""""#, "The body must not be empty"),
            (#"{"minLength":2}"#, #""é""#, "The body must have at least 2 characters"),
            (#"{"maxLength":1}"#, #""ab""#, "The body must have at most 1 characters"),
            (#"{"pattern":"^a+$"}"#, #""ab""#, "The body must match ^a+$"),
            (#"{"format":"uuid"}"#, #""x""#, "The body must be a UUID"),
            (#"{"format":"date-time"}"#, #""2026-01-01""#, "must be a date and time such as 2026-01-01T00:00:00Z"),
            (#"{"format":"uri"}"#, #""a b""#, "must be a URL such as https://example.com"),
            (#"{"format":"email"}"#, #""ada""#, "must be an e-mail address"),
            (#"{"minItems":1}"#, "[]", "The body must have at least 1 element"),
            (#"{"maxItems":1}"#, "[1,2]", "The body must have at most 1 elements"),
            (#"{"items":{"type":"string"}}"#, #"["a",1]"#, "1 must be a string, not a number"),
            (#"{"required":["a"]}"#, "{}", "a is required"),
            (#"{"properties":{"a":{"required":["b"]}}}"#, #"{"a":{}}"#, "a.b is required"),
            (#"{"additionalProperties":false}"#, #"{"a":1}"#, "a is not known here"),
            (#"{"additionalProperties":{"type":"string"}}"#, #"{"a":1}"#, "a must be a string, not a number"),
            (#"{"patternProperties":{"^x":{"type":"string"}}}"#, #"{"x1":1}"#, "x1 must be a string, not a number"),
            (#"{"allOf":[{"minimum":1},{"maximum":3}]}"#, "4", "The body must be at most 3, not 4"),
            (#"{"oneOf":[{"minimum":1},{"maximum":3}]}"#, "2", "fits more than one of the forms that it may have"),
            (
                #"{"anyOf":[{"type":"string"},{"properties":{"a":{"type":"null"}}}]}"#, #"{"a":1}"#,
                "a must be null, not a number"
            ),
            (##"{"$ref":"#/components/schemas/Word"}"##, #""a""#, "The body must have at least 2 characters"),
            (##"{"$ref":"#/components/schemas/Word","maxLength":2}"##, #""abc""#, "must have at most 2 characters"),
        ])
    func complains(schema: String, value: String, words: String) throws {
        let complaints = try complaints(value, schema)
        #expect(complaints.count == 1 && complaints.first?.hasSuffix(words) == true, "\(complaints)")
    }

    @Test("a reference that leads nowhere is a failure, not a complaint")
    func nowhere() {
        #expect(throws: DescriptionFailure.self) { try complaints("1", ##"{"$ref":"#/components/schemas/None"}"##) }
    }

    // MARK: - Bounds

    @Test("what refers to itself is looked into only so deep")
    func circles() throws {
        let deep = String(repeating: #"{"next":"#, count: 100) + "{}" + String(repeating: "}", count: 100)
        #expect(try complaints(deep, ##"{"$ref":"#/components/schemas/Node"}"##).first?.contains("too deeply") == true)
    }

    @Test("choices that refer to themselves are tried only so often")
    func manyChoices() throws {
        let deep = String(repeating: #"{"a":"#, count: 60) + "1" + String(repeating: "}", count: 60)
        #expect(try !complaints(deep, ##"{"$ref":"#/components/schemas/Tree"}"##).isEmpty)
    }

    @Test("of many elements only so many are looked at, and only so many complaints are made")
    func manyElements() throws {
        let many = JSONValue.array(Array(repeating: 1, count: 200_000))
        let fitting = try check.complaints(about: many, ["items": ["type": "integer"]])
        #expect(fitting.map(\.problem) == ["comes after more values than Drydock checks"])
        #expect(try check.complaints(about: many, ["items": ["type": "string"]]).count == 20)
        let members = JSONObject((0..<10_000).map { ("m\($0)", 1) })
        #expect(try check.complaints(about: .object(members), ["additionalProperties": false]).count == 20)
    }

    @Test("an expression over a very long text takes only so long, and a text that it does not last for is let through")
    func longTexts() throws {
        let long = JSONValue.string(String(repeating: "a", count: 400_000) + "!")
        #expect(try check.fits(long, ["pattern": "^(a|aa|aaa)*$"]))
        let short = JSONValue.string(String(repeating: "a", count: 1000) + "!")
        #expect(try !check.fits(short, ["pattern": "^(a|aa|aaa)*$"]))
        #expect(try check.complaints(about: long, ["enum": ["b"]]).first?.problem.utf8.count ?? 0 < 200)
    }
}
