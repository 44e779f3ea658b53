import Kernel

extension Shape {
    /// The shape as a JSON Schema (draft 2020-12); conditions refer to `$defs/matcher`.
    var jsonSchema: JSONObject {
        switch self {
        case .string: ["type": "string"]
        case .suggested(let words): ["anyOf": [.object(Self.words(words)), ["type": "string"]]]
        case .boolean: ["type": "boolean"]
        case .integer(let range): Self.integer(range)
        case .number: ["type": "number"]
        case .text(let type): Self.text(type)
        case .choice(let words): Self.words(words)
        case .anything: JSONObject()
        case .matcher: ["$ref": "#/$defs/matcher"]
        case .list(let item): ["type": "array", "items": .object(item.jsonSchema)]
        case .map(let value): ["type": "object", "additionalProperties": .object(value.jsonSchema)]
        case .object(let object): object.jsonSchema
        }
    }

    /// What `$defs/matcher` is.
    static var matcherSchema: JSONObject {
        let properties = JSONObject(
            Matcher.words.map { word in
                switch word {
                case "equals": (word, .object(JSONObject()))
                case "present", "absent": (word, ["type": "boolean"])
                case "matches": (word, ["type": "string", "format": "regex"])
                default: (word, ["type": "string"])
                }
            })
        return [
            "anyOf": [
                ["not": ["type": "object"]],
                [
                    "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
                    "properties": .object(properties),
                ],
            ]
        ]
    }

    private static func words(_ words: [String]) -> JSONObject {
        ["type": "string", "enum": .array(words.map(JSONValue.string))]
    }

    private static func integer(_ range: ClosedRange<Int128>) -> JSONObject {
        var schema: JSONObject = ["type": "integer"]
        if range.lowerBound > Int128(Int64.min) { schema["minimum"] = .integer(Int64(clamping: range.lowerBound)) }
        if range.upperBound < Int128(Int64.max) { schema["maximum"] = .integer(Int64(clamping: range.upperBound)) }
        return schema
    }

    private static func text(_ type: any ScalarDescribed.Type) -> JSONObject {
        var schema: JSONObject = ["type": "string", "description": .string(type.textForm)]
        if let format = type.format { schema["format"] = .string(format) }
        if let pattern = type.pattern { schema["pattern"] = .string(pattern) }
        return schema
    }
}

extension ObjectShape {
    /// A closed object.
    fileprivate var jsonSchema: JSONObject {
        var schema: JSONObject = ["type": "object", "additionalProperties": false]
        schema["properties"] = .object(JSONObject(fields.map { ($0.key, .object($0.jsonSchema)) }))
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.key) }
        if !required.isEmpty { schema["required"] = .array(required) }
        if !atLeastOneOf.isEmpty {
            schema["anyOf"] = .array(atLeastOneOf.map { ["required": [.string($0)]] })
        }
        if !atMostOneOf.isEmpty {
            schema["not"] = ["required": .array(atMostOneOf.map(JSONValue.string))]
        }
        return schema
    }
}

extension ObjectShape.Field {
    fileprivate var jsonSchema: JSONObject {
        var schema = shape.jsonSchema
        guard let text else { return schema }
        let form = schema["description"]?.string.map { " Written as \($0)." } ?? ""
        schema["description"] = .string(text + form)
        return schema
    }
}
