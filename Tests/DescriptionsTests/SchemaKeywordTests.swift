import Kernel
import Scenarios
import Testing

@testable import Descriptions

@Suite("The words of the vendors' descriptions")
struct SchemaKeywordTests {
    /// What is looked at when a value is checked or made.
    private static let known: Set<String> = [
        "$ref", "additionalProperties", "allOf", "anyOf", "const", "default", "enum", "example", "examples",
        "exclusiveMaximum", "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maximum", "minItems",
        "minLength", "minimum", "oneOf", "pattern", "patternProperties", "properties", "required", "type",
        "x-drydock-absent", "x-drydock-after", "x-drydock-from", "x-drydock-secret", "x-drydock-when",
    ]
    /// What is for readers.
    private static let words: Set<String> = ["description", "title", "x-drydock-choice", "x-drydock-source"]

    @Test(
        "use no keyword of JSON Schema that is not known, and no format or expression that cannot be checked",
        arguments: OurDocument.vendors)
    func known(document: OurDocument) throws {
        var schemas: [JSONValue] = []
        collect(try #require(YAMLText.value(of: document.text)), under: "", into: &schemas)
        #expect(schemas.count > 500)
        for schema in schemas.compactMap(\.object) {
            for member in schema.members {
                #expect(Self.known.union(Self.words).contains(member.name), "\(member.name)")
            }
            if let format = schema["format"]?.string, format != "binary" {
                #expect(SchemaFormat(rawValue: format) != nil, "\(format)")
            }
            for pattern in [schema["pattern"]?.string].compactMap(\.self) + names(of: schema["patternProperties"]) {
                #expect(throws: Never.self) { try TextPattern(pattern) }
            }
        }
    }

    /// All schemas below `value`, which is the member `name` of something.
    private func collect(_ value: JSONValue, under name: String, into schemas: inout [JSONValue]) {
        switch name {
        case "schema": return collectSchemas(value, into: &schemas)
        case "schemas":
            for member in value.object?.members ?? [] { collectSchemas(member.value, into: &schemas) }
            return
        case "example": return
        default: break
        }
        for member in value.object?.members ?? [] { collect(member.value, under: member.name, into: &schemas) }
        for element in value.array ?? [] { collect(element, under: "", into: &schemas) }
    }

    private func collectSchemas(_ schema: JSONValue, into schemas: inout [JSONValue]) {
        schemas.append(schema)
        for word in ["items", "additionalProperties"] {
            if let part = schema.object?[word] { collectSchemas(part, into: &schemas) }
        }
        for word in ["allOf", "anyOf", "oneOf"] {
            for part in schema.object?[word]?.array ?? [] { collectSchemas(part, into: &schemas) }
        }
        for word in ["properties", "patternProperties"] {
            for part in schema.object?[word]?.object?.members ?? [] { collectSchemas(part.value, into: &schemas) }
        }
    }

    private func names(of value: JSONValue?) -> [String] { value?.object?.members.map(\.name) ?? [] }
}
