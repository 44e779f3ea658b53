import Kernel
import KernelHTTP
import Scenarios
import Testing

@testable import Descriptions

@Suite("Values made for a schema")
struct SchemaExampleTests {
    private static let ids = IDSequence(seed: 7, tag: WorldName.default.tag, stream: "test")
    private static let now = Moment(milliseconds: 1_767_225_600_000)

    private func example(
        _ schema: JSONValue, in description: APIDescription, sent: SentValues = SentValues(), first: String? = nil,
        ids: IDSequence = ids
    ) throws -> JSONValue {
        var example = SchemaExample(description, sent: sent, ids: ids, firstID: first, now: Self.now)
        return try example.value(for: schema)
    }

    @Test(
        "fit it, for every answer and every request of every operation",
        arguments: OurDocument.vendors)
    func everySchema(document: OurDocument) throws {
        let description = APIDescription(document.bytes, of: document.vendor)
        let check = SchemaCheck(description)
        var made = 0
        for operation in description.operations {
            let definition = try description.definition(of: operation)
            for content in definition.answers.flatMap(\.contents) + definition.contents {
                let value = try example(content.schema, in: description)
                let complaints = try check.complaints(about: value, content.schema)
                #expect(complaints.isEmpty, "\(operation.id): \(complaints) about \(JSONWriter.text(value))")
                if let given = content.media["example"] {
                    #expect(try check.fits(given, content.schema), "\(operation.id): \(JSONWriter.text(given))")
                }
                made += 1
            }
            for parameter in definition.parameters {
                let value = try parameter.example ?? example(parameter.schema, in: description)
                #expect(try check.fits(value, parameter.schema), "\(operation.id): \(parameter.name)")
            }
        }
        #expect(made > 100)
    }

    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "id": ["type": "string"], "session_id": ["type": "string", "format": "uuid"], "name": ["type": "string"],
            "at": ["type": "string", "format": "date-time"],
            "later": ["type": ["string", "null"], "x-drydock-after": "1h"], "none": ["type": ["string", "null"]],
            "error": ["type": "string", "x-drydock-absent": true], "count": ["type": "integer", "minimum": 3],
            "items": ["type": "array", "items": ["type": "string"]],
            "some": ["type": "array", "minItems": 2, "items": ["enum": ["a", "b"]]],
            "key": ["type": "string", "x-drydock-secret": "sk-"], "flag": ["type": "boolean", "default": true],
            "total": ["type": "integer", "x-drydock-from": "wanted"],
            "data": ["type": "object", "properties": ["status": ["const": "done"]]],
            "open": ["type": "object"],
            "way": [
                "oneOf": [["enum": ["sync"]], ["enum": ["async"], "x-drydock-when": ["async": true]]]
            ],
        ],
    ]
    private let none = APIDescription("".utf8, of: "test")

    @Test("are the plainest ones where nothing else is said")
    func plain() throws {
        let value = try example(Self.schema, in: none, first: "the-first")
        #expect(value[path: "id"] == "the-first")
        #expect(value[path: "session_id"]?.string.map { ObjectID($0).isUUID } == true)
        #expect(value[path: "key"]?.string?.hasPrefix("sk-") == true)
        #expect(value[path: "at"] == "2026-01-01T00:00:00.000Z" && value[path: "later"] == "2026-01-01T01:00:00.000Z")
        #expect(value[path: "error"] == nil && value[path: "none"] == .null)
        #expect(value[path: "count"] == 3 && value[path: "items"] == [] && value[path: "some"] == ["a", "a"])
        #expect(value[path: "name"] == "canned" && value[path: "flag"] == true && value[path: "way"] == "sync")
        #expect(value[path: "data"] == ["status": "done"] && value[path: "open"] == [:] && value[path: "total"] == 0)
    }

    @Test("say what was sent under the same name, where it fits")
    func echoed() throws {
        var sent = SentValues()
        sent.add([
            "sessionId": "7b0f3c1e-12ab-4cde-8f01-23456789abcd", "name": "Ada", "count": 1, "wanted": 5, "async": true,
            "data": ["status": "done", "more": 1], "open": ["a": 1], "key": 3,
        ])
        let value = try example(Self.schema, in: none, sent: sent)
        #expect(value[path: "session_id"] == "7b0f3c1e-12ab-4cde-8f01-23456789abcd" && value[path: "name"] == "Ada")
        #expect(value[path: "count"] == 3, "1 is less than the least that it may be")
        #expect(value[path: "total"] == 5 && value[path: "way"] == "async" && value[path: "open"] == ["a": 1])
        #expect(value[path: "data"] == ["status": "done"], "what answers are wrapped in is not what requests are")
        #expect(value[path: "key"]?.string?.hasPrefix("sk-") == true)
    }

    @Test("are the same for the same source, and others for another one")
    func determined() throws {
        #expect(try example(Self.schema, in: none) == example(Self.schema, in: none))
        let others = Self.ids.derived(for: "other")
        #expect(try example(Self.schema, in: none) != example(Self.schema, in: none, ids: others))
    }

    @Test("have all parts of a schema, however they overlap")
    func parts() throws {
        let schema: JSONValue = [
            "allOf": [
                [
                    "required": ["error"],
                    "properties": [
                        "error": ["properties": ["code": ["type": "integer"], "message": ["type": "string"]]]
                    ],
                ], ["properties": ["error": ["properties": ["code": ["const": 400]]]]],
            ],
            "properties": ["more": ["example": "x"]],
        ]
        #expect(try example(schema, in: none) == ["error": ["code": 400, "message": "canned"], "more": "x"])
    }

    @Test("end where schemas refer to themselves")
    func circles() throws {
        let text = """
            components:
              schemas:
                Node: { properties: { a: { $ref: '#/components/schemas/Node' }, b: { $ref: '#/components/schemas/Node' },
                    c: { $ref: '#/components/schemas/Node' }, d: { $ref: '#/components/schemas/Node' } } }
                All: { allOf: [{ $ref: '#/components/schemas/All' }, { $ref: '#/components/schemas/All' }] }
            """
        let description = APIDescription(text.utf8, of: "test")
        for name in ["Node", "All"] {
            let value = try example(["$ref": .string("#/components/schemas/\(name)")], in: description)
            #expect(JSONWriter.text(value).utf8.count < 100_000)
        }
    }
}
