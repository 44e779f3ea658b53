import FoundationEssentials
import Kernel
import KernelHTTP
import NIOCore

/// What a run of a task needs, or gives (anchor.md 10, TaskParam).
struct TaskParameter: Codable, Sendable, Equatable {
    /// The vendor's words.
    enum Kind: String, Codable, CaseIterable, Sendable { case string, number, boolean, secret, file }

    let name: String
    let kind: Kind
    var isRequired = true
    var description: String?
    /// What it is if it is not sent; nil if nothing is.
    var defaultValue: JSONValue?
    /// The only values that it can have; nil for any.
    var options: [String]?
}

extension TaskParameter {
    /// The parameters of a list. Throws for one without a name or a type, and for a name that is there twice; where bodies are
    /// taken as they come, those that cannot be read are left out.
    static func list(_ name: String, of fields: Fields) throws(FieldComplaint) -> [TaskParameter] {
        var parameters: [TaskParameter] = []
        let objects = try fields.objects(name) ?? []
        guard objects.count <= Fields.longestList else {
            throw fields.complaint(name, "must not have more than \(Fields.longestList) elements")
        }
        for (index, object) in objects.enumerated() {
            guard let parameter = try object.ifReadable(Self.init(strictly:)) else { continue }
            if fields.reading == .strict, parameters.contains(where: { $0.name == parameter.name }) {
                throw fields.complaint("\(name).\(index).name", "is there already: \"\(parameter.name)\"")
            }
            parameters.append(parameter)
        }
        return parameters
    }

    private init(strictly fields: Fields) throws(FieldComplaint) {
        name = try fields.required("name")
        guard let kind = try fields.choice("type", of: Kind.self) else { throw fields.complaint("type", "is required") }
        self.kind = kind
        isRequired = try fields.optional("required") ?? true
        description = try fields.optional("description")
        defaultValue = try fields.optional("defaultValue")
        options = try fields.list("options")
    }

    /// What is wrong with a text that is sent for it; nil if nothing is.
    func problem(with text: String) -> String? {
        if let options, !options.contains(text) {
            return "must be one of \(options.prefix(20).joined(separator: ", ")), not \"\(shown(text))\""
        }
        switch kind {
        case .string, .secret: return nil
        case .number: return Double(text) == nil ? "must be a number as text, not \"\(shown(text))\"" : nil
        case .boolean: return Bool(text) == nil ? "must be true or false as text, not \"\(shown(text))\"" : nil
        case .file: return Self.isDataURI(text) ? nil : "must be a data URI: data:TYPE;name=…;base64,…"
        }
    }

    private func shown(_ text: String) -> Substring { text.prefix(50) }

    private static func isDataURI(_ text: String) -> Bool {
        guard text.utf8.starts(with: "data:".utf8), let comma = text.utf8.firstIndex(of: UInt8(ascii: ",")) else {
            return false
        }
        return text[..<comma].hasSuffix(";base64") && Data(base64Encoded: String(text[comma...].dropFirst())) != nil
    }

    /// The same as JSON Schema, for the parameters that a run gives.
    static func schema(of parameters: [TaskParameter]) -> JSONObject? {
        if parameters.isEmpty { return nil }
        func type(_ kind: Kind) -> JSONValue {
            switch kind {
            case .number: "number"
            case .boolean: "boolean"
            case .string, .secret, .file: "string"
            }
        }
        let properties = parameters.map { ($0.name, JSONValue.object(["type": type($0.kind)])) }
        let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
        return [
            "type": "object", "properties": .object(JSONObject(properties)), "required": .array(required),
        ]
    }
}

extension TaskParameter: JSONWritable {
    /// As a workflow has it (anchor.md 12.9).
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("type", kind.rawValue)
            json.member("required", isRequired)
            json.member("description", description)
        }
    }
}

/// What a task is run with. Secrets and the contents of files are looked at and not kept.
struct TaskInputs: Sendable {
    /// What was sent, by name.
    var texts: [String: String] = [:]
    /// The names of the files that came as parts of a form, by parameter.
    var files: [String: String] = [:]

    /// What the agent is told of them: texts as they are, secrets and files by a word. Throws for a required one that is missing
    /// and for one that does not fit.
    func checked(against parameters: [TaskParameter], reading: FieldReading) throws(AnchorProblem) -> JSONObject {
        var told: [(String, JSONValue)] = []
        let known = Dictionary(parameters.map { ($0.name, $0) }) { first, _ in first }
        for parameter in parameters {
            let isThere = texts[parameter.name] != nil || files[parameter.name] != nil
            if !isThere, let value = parameter.defaultValue, value != .null {
                if parameter.kind != .secret, parameter.kind != .file { told.append((parameter.name, value)) }
            } else if !isThere, parameter.isRequired, reading == .strict {
                throw .inputMissing(parameter.name)
            }
        }
        for (name, text) in texts {
            guard let parameter = known[name] else {
                told.append((name, .string(text)))
                continue
            }
            if reading == .strict, let problem = parameter.problem(with: text) {
                throw .inputInvalid("input_params.\(name)", problem)
            }
            told.append((name, .string(parameter.told(text))))
        }
        for (name, file) in files where texts[name] == nil {
            if reading == .strict, let parameter = known[name], parameter.kind != .file {
                throw .inputInvalid("input_params.\(name)", "must be a text, not a file")
            }
            told.append((name, .string(file)))
        }
        return JSONObject(told)
    }
}

extension AnchorCall {
    /// Has the journal keep the request without the secrets that the task takes: only the task knows their names.
    func hideSecrets(of task: AutomationTask?) {
        let names = Set(task?.secretNames ?? [])
        guard !names.isEmpty else { return }
        guard let body = try? JSONParser.parse(exchange.body.readableBytesView).object,
            let inputs = body["input_params"]?.object
        else {
            // A form, or what is no JSON: it cannot be told where they are.
            exchange.note(keptBody: ByteBuffer(string: "[a body with secrets, which the journal does not keep]"))
            return
        }
        var kept = body
        kept["input_params"] = .object(
            JSONObject(inputs.members.map { ($0.name, names.contains($0.name) ? "***" : $0.value) }))
        exchange.note(keptBody: ByteBuffer(bytes: JSONWriter.bytes(kept)))
    }
}

extension AutomationTask {
    /// The names of the secrets that any version takes.
    fileprivate var secretNames: [String] {
        (versions + [draft].compactMap(\.self)).flatMap { version in
            version.content.inputs.filter { $0.kind == .secret }.map(\.name)
        }
    }
}

extension TaskParameter {
    /// What of a value the agent is told.
    fileprivate func told(_ text: String) -> String {
        switch kind {
        case .string, .number, .boolean: text
        case .secret: "***"
        case .file: "(file)"
        }
    }
}
