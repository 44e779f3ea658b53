import Kernel

extension SecretMask {
    /// A JSON value as it may be shown.
    func json(_ value: JSONValue) -> JSONValue {
        guard self == .masking else { return value }
        switch value {
        case .string(let text): return .string(self.text(text))
        case .array(let elements): return .array(elements.map(json))
        case .object(let object): return .object(JSONObject(object.members.map { ($0.name, member($0, of: object)) }))
        default: return value
        }
    }

    /// The value of a JSON member of this name as it may be shown.
    func json(_ value: JSONValue, named name: String) -> JSONValue {
        self == .masking && SecretNames.contain(name) ? secret(value) : json(value)
    }

    private func member(_ member: JSONObject.Member, of object: JSONObject) -> JSONValue {
        if SecretNames.contain(member.name), !Self.isCount(member) { return secret(member.value) }
        // `{"name": "pin", "value": "1234"}`, as cookies and fields of a form are listed.
        if member.name == "value", let name = object["name"]?.string, SecretNames.contain(name) {
            return secret(member.value)
        }
        // A custom sign-in: whatever the user entered (anchor.md 3).
        if member.name == "fields", object["type"] == "custom", let fields = member.value.array {
            return .array(fields.map(customField))
        }
        // A hash tells whose token it is and gives nothing away.
        if member.name.lowercased().hasSuffix("hash") { return member.value }
        return json(member.value)
    }

    /// `"maxTokens": 3`
    private static func isCount(_ member: JSONObject.Member) -> Bool {
        guard case .integer = member.value else { return false }
        return member.name.hasSuffix("s")
    }

    private func secret(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(Self.hidden(text))
        case .integer, .number: .string("***")
        case .array(let elements): .array(elements.map(secret))
        default: json(value)
        }
    }

    private func customField(_ field: JSONValue) -> JSONValue {
        guard var members = field.object, let value = members["value"] else { return json(field) }
        members["value"] = secret(value)
        return .object(members)
    }
}
