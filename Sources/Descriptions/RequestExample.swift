package import Kernel

/// Makes requests that an operation takes: the smallest that its description allows.
package struct RequestExample: Sendable {
    private let description: APIDescription
    private let values: JSONObject
    private let now: Moment

    /// - Parameters:
    ///   - values: what members and parameters of these names, or of names like them, are to be where that fits.
    ///   - now: the time that dates are taken from.
    package init(_ description: APIDescription, values: JSONObject = JSONObject(), now: Moment) {
        self.description = description
        self.values = values
        self.now = now
    }

    /// The smallest JSON body; nil if the operation takes none, or one of another form.
    package func body(of definition: OperationDefinition) throws(DescriptionFailure) -> JSONValue? {
        guard let content = definition.contents.first(where: { $0.mediaType == "application/json" }) else { return nil }
        // What has no members that must be there is plainest without any.
        return try value(for: content.schema)
    }

    /// A value for a parameter.
    package func text(for parameter: OperationDefinition.Parameter) throws(DescriptionFailure) -> String {
        if let given = parameter.example { return given.string ?? JSONWriter.text(given) }
        let value = try value(for: parameter.schema, named: parameter.name)
        return value.string ?? JSONWriter.text(value)
    }

    /// A text that a parameter of this schema can't be; nil if it may be any, or if lists and choices leave that open.
    package func mistake(for parameter: OperationDefinition.Parameter) throws(DescriptionFailure) -> String? {
        let text = "drydock"
        let type = try description.resolved(parameter.schema).object?["type"]?.string
        guard let type, type != "array", type != "object" else { return nil }
        return try SchemaCheck(description).fits(.string(text), parameter.schema) ? nil : text
    }

    private func value(for schema: JSONValue, named name: String = "") throws(DescriptionFailure) -> JSONValue {
        var sent = SentValues()
        sent.add(values)
        let ids = IDSequence(seed: 0, tag: WorldName.default.tag, stream: "example")
        var example = SchemaExample(
            description, sent: sent, ids: ids, now: now, isSmallest: true)
        return try example.value(for: schema, named: name)
    }
}
