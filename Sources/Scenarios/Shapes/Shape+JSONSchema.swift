import Kernel

extension Shape {
    /// The shape as a JSON Schema (draft 2020-12); conditions refer to `$defs/matcher`.
    var jsonSchema: JSONObject {
        switch self {
        case .string: ["type": "string"]
        case .suggested(let words): ["anyOf": [.object(Self.words(words)), ["type": "string"]]]
        case .boolean: ["type": "boolean"]
        case .integer(let range): Self.integer(range)
        case .number(let range): Self.number(range)
        case .text(let type): Self.text(type)
        case .choice(let words): Self.words(words)
        case .anything: JSONObject()
        case .matcher: ["$ref": "#/$defs/matcher"]
        case .list(let item): ["type": "array", "items": .object(item.jsonSchema)]
        case .map(let value): ["type": "object", "additionalProperties": .object(value.jsonSchema)]
        case .object(let object): object.jsonSchema
        case .either(let short, let long): ["anyOf": [.object(short.jsonSchema), .object(long.jsonSchema)]]
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

    private static func number(_ range: ClosedRange<Double>?) -> JSONObject {
        guard let range else { return ["type": "number"] }
        return ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
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
        let properties = fields.map { field in
            (field.key, JSONValue.object(field.isRequired ? field.jsonSchema : field.jsonSchema.allowingNull))
        }
        schema["properties"] = .object(JSONObject(properties))
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.key) }
        if !required.isEmpty { schema["required"] = .array(required) }
        if !atLeastOneOf.isEmpty {
            schema["anyOf"] = .array(atLeastOneOf.map { .object(Self.present([$0])) })
        }
        if !atMostOneOf.isEmpty { schema["not"] = .object(Self.anyTwo(of: atMostOneOf)) }
        return schema
    }

    /// Holds if two of the keys are there.
    private static func anyTwo(of keys: [String]) -> JSONObject {
        let pairs = keys.indices.flatMap { left in
            keys[(left + 1)...].map { present([keys[left], $0]) }
        }
        return pairs.count == 1 ? pairs[0] : ["anyOf": .array(pairs.map(JSONValue.object))]
    }

    /// Holds if all of the keys are there and more than `null`.
    private static func present(_ keys: [String]) -> JSONObject {
        let isSomething: JSONValue = ["not": ["type": "null"]]
        return [
            "type": "object", "required": .array(keys.map(JSONValue.string)),
            "properties": .object(JSONObject(keys.map { ($0, isSomething) })),
        ]
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

extension JSONObject {
    /// The schema of a key that may be missing: `null` is as good as missing.
    fileprivate var allowingNull: JSONObject {
        let null: JSONValue = ["type": "null"]
        var schema = self
        if let type = schema["type"] {
            schema["type"] = [type, "null"]
            if let words = schema["enum"]?.array { schema["enum"] = .array(words + [.null]) }
            // What demands keys of an object must not demand them of nothing.
            if let demand = schema["anyOf"]?.array { schema["anyOf"] = .array(demand + [null]) }
        } else if let choices = schema["anyOf"]?.array {
            schema["anyOf"] = .array(choices + [null])
        } else if let reference = schema["$ref"] {
            schema["$ref"] = nil
            schema["anyOf"] = [["$ref": reference], null]
        }
        return schema
    }
}
