import HTTPTypes
package import Kernel
import KernelHTTP
import NIOCore

/// What is wrong with a parameter in the path, the query or a header.
package struct ParameterComplaint: Error {
    /// The parameter and its problem.
    package let complaint: FieldComplaint
}

/// Holds a request against what a description says of its operation, and keeps what it says.
struct RequestCheck {
    private let description: APIDescription
    private let definition: OperationDefinition
    private let check: SchemaCheck
    /// What the request said.
    private(set) var sent = SentValues()

    /// - Parameter definition: the operation, as `description` has it.
    init(_ definition: OperationDefinition, in description: APIDescription) {
        self.description = description
        self.definition = definition
        check = SchemaCheck(description)
    }

    /// Reads the whole request. Throws `FieldComplaint` or `ParameterComplaint` for what does not fit and `JSONComplaint` for a
    /// body that is no JSON, unless `reading` is lenient.
    mutating func read(_ exchange: Exchange, parameters: NamedValues, reading: FieldReading) throws {
        try readBody(of: exchange, reading: reading)
        for parameter in definition.parameters {
            try read(parameter, texts(of: parameter, exchange, parameters), reading)
        }
    }

    // MARK: - Parameters

    /// A parameter's texts as they came; one of the query that is empty counts as absent, as elsewhere.
    private func texts(
        of parameter: OperationDefinition.Parameter, _ exchange: Exchange, _ path: NamedValues
    ) -> [String] {
        switch parameter.place {
        case .path: path[parameter.name].map { [$0] } ?? []
        case .query: exchange.query.pairs.filter { $0.name == parameter.name && !$0.value.isEmpty }.map(\.value)
        case .header: exchange.header(parameter.name).map { [$0] } ?? []
        case .cookie: []
        }
    }

    private mutating func read(
        _ parameter: OperationDefinition.Parameter, _ texts: [String], _ reading: FieldReading
    ) throws {
        let complaint: FieldComplaint?
        if texts.isEmpty {
            complaint = parameter.isRequired ? FieldComplaint(field: parameter.name, problem: "is required") : nil
        } else {
            let value = try ParameterText(texts, description).value(for: parameter.schema)
            complaint = try check.complaints(about: value, parameter.schema, at: parameter.name).first
            if complaint == nil { sent.add(JSONObject([(parameter.name, value)])) }
        }
        if let complaint, reading == .strict { throw ParameterComplaint(complaint: complaint) }
    }

    // MARK: - The body

    private mutating func readBody(of exchange: Exchange, reading: FieldReading) throws {
        if let form = definition.contents.first(where: { $0.mediaType == "multipart/form-data" }) {
            return try readForm(exchange, form.schema, reading: reading)
        }
        guard let content = definition.contents.first(where: { $0.mediaType == "application/json" }) else { return }
        let bytes = exchange.body.readableBytesView
        if bytes.isEmpty {
            // As elsewhere, a body that is missing counts as an empty object.
            if definition.isBodyRequired { try take(.object(JSONObject()), content.schema, reading) }
            return
        }
        do {
            try take(try JSONParser.parse(bytes), content.schema, reading)
        } catch let complaint as JSONComplaint {
            if reading == .strict { throw complaint }
        }
    }

    private mutating func readForm(_ exchange: Exchange, _ schema: JSONValue, reading: FieldReading) throws {
        var members: [(String, JSONValue)] = []
        do {
            for part in try MultipartForm(exchange.body, contentType: exchange.header("Content-Type")).parts {
                // The content of a file is nobody's business here.
                members.append((part.name, .string(part.fileName == nil ? String(buffer: part.content) : "")))
            }
        } catch {
            if reading == .strict { throw error }
        }
        try take(.object(JSONObject(members)), schema, reading)
    }

    private mutating func take(_ value: JSONValue, _ schema: JSONValue, _ reading: FieldReading) throws {
        if reading == .strict, let complaint = try check.complaints(about: value, schema).first { throw complaint }
        if let object = value.object { sent.add(object) }
    }
}

/// What stands in a path, a query or a header, as the value that its schema means.
private struct ParameterText {
    private let texts: [String]
    private let description: APIDescription

    /// - Parameter texts: the parameter's values, at least one.
    init(_ texts: [String], _ description: APIDescription) {
        self.texts = texts
        self.description = description
    }

    func value(for schema: JSONValue) throws(DescriptionFailure) -> JSONValue {
        let object = try description.resolved(schema).object ?? JSONObject()
        for choice in (object["oneOf"] ?? object["anyOf"])?.array ?? [] {
            let value = try value(for: choice)
            if try SchemaCheck(description).fits(value, choice) { return value }
        }
        guard object["type"] == "array" else { return Self.one(texts[0], object["type"]?.string) }
        let items = try description.resolved(object["items"] ?? .null).object ?? JSONObject()
        let words = texts.count > 1 ? texts : texts[0].split(separator: ",").map(String.init)
        return .array(words.map { Self.one($0, items["type"]?.string) })
    }

    private static func one(_ text: String, _ type: String?) -> JSONValue {
        switch type {
        case "integer", "number":
            if let number = try? JSONParser.parse(text), Double(field: number) != nil { return number }
        case "boolean":
            if text == "true" || text == "false" { return .bool(text == "true") }
        default: break
        }
        return .string(text)
    }
}
