import Kernel

/// `POST /v1/applications/{applicationId}/auth-flows` (anchor.md 2)
enum CreateAuthFlow {
    struct Body: Sendable {
        let draft: AuthFlow.Draft

        init(_ fields: Fields) throws {
            guard let name = try fields.flowName() else { throw fields.complaint("name", "is required") }
            guard let methods = try fields.flowMethods() else { throw fields.complaint("methods", "is required") }
            draft = AuthFlow.Draft(
                name: name, methods: methods, description: try fields.optional("description"),
                isRecommended: try fields.optional("is_recommended") ?? false,
                customFields: try fields.flowCustomFields() ?? [])
        }
    }
}

/// `PATCH /v1/applications/{applicationId}/auth-flows/{authFlowId}` (anchor.md 2)
enum UpdateAuthFlow {
    struct Body: Sendable {
        let change: AuthFlow.Change

        init(_ fields: Fields) throws {
            change = AuthFlow.Change(
                name: try fields.flowName(), methods: try fields.flowMethods(),
                description: try fields.optional("description"),
                isRecommended: try fields.optional("is_recommended"),
                customFields: try fields.flowCustomFields())
        }
    }
}

/// The fields of an auth flow, nil if they are absent.
extension Fields {
    fileprivate func flowName() throws(FieldComplaint) -> String? {
        let name: String? = try optional("name")
        if name?.isEmpty == true, reading == .strict { throw complaint("name", "must not be empty") }
        return name
    }

    /// One or more of the words that a client may ask for; any words where bodies are taken as they come.
    fileprivate func flowMethods() throws(FieldComplaint) -> [String]? {
        guard let words: [String] = try list("methods"), reading == .strict else { return try list("methods") }
        guard !words.isEmpty else { throw complaint("methods", "must have one element at least") }
        for (index, word) in words.enumerated() where AuthFlow.Method(rawValue: word) == nil {
            let known = AuthFlow.Method.allCases.map(\.rawValue).joined(separator: ", ")
            throw complaint("methods.\(index)", "must be one of \(known), not \"\(word)\"")
        }
        return words
    }

    fileprivate func flowCustomFields() throws(FieldComplaint) -> [String]? {
        guard let objects = try objects("custom_fields") else { return nil }
        var names: [String] = []
        for object in objects {
            guard let name: String = try object.optional("name"), !name.isEmpty else {
                if reading == .lenient { continue }
                throw object.complaint("name", "is required and must not be empty")
            }
            names.append(name)
        }
        return names
    }
}

/// An auth flow as every answer shows it (anchor.md 2).
struct AuthFlowDetails: JSONWritable {
    private struct CustomField: JSONWritable {
        let name: String

        func write(to json: inout JSONWriter) {
            json.object { $0.member("name", name) }
        }
    }

    private let flow: AuthFlow

    init(_ flow: AuthFlow) {
        self.flow = flow
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", flow.id)
            json.member("name", flow.name)
            json.member("description", flow.description)
            json.member("is_recommended", flow.isRecommended)
            json.member("methods", flow.methods)
            json.member("custom_fields", flow.customFields.map(CustomField.init))
            json.member("created_at", flow.createdAt)
            json.member("updated_at", flow.updatedAt)
        }
    }
}

/// `GET /v1/applications/{applicationId}/auth-flows` (anchor.md 2)
enum ListAuthFlows {
    struct Reply: JSONWritable {
        private let flows: [AuthFlow]

        init(_ flows: [AuthFlow]) {
            self.flows = flows
        }

        func write(to json: inout JSONWriter) {
            json.object { $0.member("auth_flows", flows.map(AuthFlowDetails.init)) }
        }
    }
}
