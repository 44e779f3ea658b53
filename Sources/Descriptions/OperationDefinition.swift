package import Kernel

/// What a description says of an operation: what it takes, what it answers.
package struct OperationDefinition: Sendable {
    /// A parameter of the path, the query or the headers.
    package struct Parameter: Sendable {
        /// Where a parameter stands.
        package enum Place: String, Sendable { case path, query, header, cookie }

        /// Its name.
        package let name: String
        /// Where it stands.
        package let place: Place
        /// Whether it must be there.
        package let isRequired: Bool
        /// What it may be.
        package let schema: JSONValue
        /// What it may look like; nil if the description has no example.
        package let example: JSONValue?
    }

    /// A body in one of the forms that it may have.
    package struct Content: Sendable {
        /// For example `application/json`.
        package let mediaType: String
        /// What it may be.
        package let schema: JSONValue
        /// The whole media type object, with its example.
        package let media: JSONObject
    }

    /// An answer.
    package struct Answer: Sendable {
        /// The status; nil for every other one.
        package let status: Int?
        /// The forms of its body; empty if there is none.
        package let contents: [Content]
        /// Its headers by name, each with its description.
        package let headers: [(name: String, header: JSONObject)]
        /// What Drydock chose where the vendor is silent about this answer; nil if the vendor describes it.
        package let choice: String?
    }

    /// What stands in path, query and headers.
    package let parameters: [Parameter]
    /// The forms of the request's body; empty if it has none.
    package let contents: [Content]
    /// Whether a body must be sent.
    package let isBodyRequired: Bool
    /// All answers.
    package let answers: [Answer]

    /// The answer of this status, or that for every other one.
    package func answer(_ status: Int) -> Answer? {
        answers.first { $0.status == status } ?? answers.first { $0.status == nil }
    }

    /// The answer where all goes well.
    package var success: Answer? { answers.first { (200..<400).contains($0.status ?? 0) } }

    init(
        _ operation: JSONObject, sharing shared: JSONValue?, description: APIDescription
    ) throws(DescriptionFailure) {
        var parameters: [Parameter] = []
        for value in (shared?.array ?? []) + (operation["parameters"]?.array ?? []) {
            parameters.append(try Parameter(try description.resolved(value)))
        }
        self.parameters = parameters
        let body = try operation["requestBody"].map { (value) throws(DescriptionFailure) in
            try description.resolved(value)
        }
        isBodyRequired = body?.object?["required"] == .bool(true)
        contents = Content.all(of: body)
        var answers: [Answer] = []
        for member in operation["responses"]?.object?.members ?? [] {
            answers.append(try Answer(member.name, try description.resolved(member.value), description))
        }
        self.answers = answers
    }
}

extension OperationDefinition.Parameter {
    fileprivate init(_ value: JSONValue) throws(DescriptionFailure) {
        guard let object = value.object, let name = object["name"]?.string,
            let place = object["in"]?.string.flatMap(Place.init)
        else { throw DescriptionFailure("a parameter has no name or no place") }
        self.name = name
        self.place = place
        isRequired = object["required"] == .bool(true)
        schema = object["schema"] ?? .object(JSONObject())
        example = object["example"]
    }
}

extension OperationDefinition.Content {
    fileprivate static func all(of value: JSONValue?) -> [Self] {
        (value?.object?["content"]?.object?.members ?? []).map { member in
            let media = member.value.object ?? JSONObject()
            return Self(mediaType: member.name, schema: media["schema"] ?? .object(JSONObject()), media: media)
        }
    }
}

extension OperationDefinition.Answer {
    fileprivate init(
        _ status: String, _ value: JSONValue, _ description: APIDescription
    ) throws(DescriptionFailure) {
        self.status = Int(status)
        contents = OperationDefinition.Content.all(of: value)
        var headers: [(name: String, header: JSONObject)] = []
        for member in value.object?["headers"]?.object?.members ?? [] {
            headers.append((member.name, try description.resolved(member.value).object ?? JSONObject()))
        }
        self.headers = headers
        choice = value.object?["x-drydock-choice"]?.string
    }
}
