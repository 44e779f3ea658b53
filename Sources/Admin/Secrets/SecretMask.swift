import Kernel

/// Hides keys, tokens, passwords and cookies, so that a journal can be pasted into a ticket. The last four letters of a long
/// secret stay, to tell one from another.
///
/// It recognizes secrets by their names (headers, parameters, members) and, in text of any kind, by their look: what Drydock
/// issues, and JSON Web Tokens. Each text is read once, however many secrets are in it.
package enum SecretMask: Sendable {
    case masking
    case showing

    /// A text as it may be shown, with URLs, form fields, JSON or anything else in it.
    package func text(_ text: String) -> String {
        guard self == .masking else { return text }
        var scan = SecretScan(text)
        return scan.masked()
    }

    /// The value of a query parameter, form field or JSON member of this name as it may be shown.
    func value(_ value: String, named name: String) -> String {
        guard self == .masking else { return value }
        return SecretNames.contain(parameter: name) ? Self.hidden(value) : text(value)
    }

    /// Three stars, and the last four letters if the secret has twelve or more.
    static func hidden(_ secret: some StringProtocol) -> String {
        if secret.isEmpty { return "" }
        return secret.utf8.count < 12 ? "***" : "***\(secret.suffix(4))"
    }
}

// MARK: - Headers

extension SecretMask {
    /// The value of the header `name`, in lower case, as it may be shown.
    func header(_ name: String, _ value: String) -> String {
        guard self == .masking else { return value }
        switch name {
        case "authorization", "proxy-authorization": return credentials(value)
        case "cookie": return value.split(separator: ";").map(cookie).joined(separator: ";")
        case "set-cookie":
            let attributes = value.firstIndex(of: ";") ?? value.endIndex
            return cookie(value[..<attributes]) + value[attributes...]
        // Made with a secret, and none itself.
        case "anchor-signature": return value
        default: return self.value(value, named: name)
        }
    }

    /// The scheme stays. Of a name and password in base64 nothing else does: their end would be the end of the password.
    private func credentials(_ value: String) -> String {
        guard let space = value.firstIndex(of: " ") else { return Self.hidden(value) }
        let secret = value[value.index(after: space)...]
        let isBasic = value[..<space].lowercased() == "basic"
        return value[...space] + (isBasic ? "***" : Self.hidden(secret))
    }

    /// `name=value`; the value is hidden whatever the name, for every cookie may be somebody's session.
    private func cookie(_ pair: Substring) -> String {
        guard let sign = pair.firstIndex(of: "=") else { return Self.hidden(pair) }
        return pair[...sign] + Self.hidden(pair[pair.index(after: sign)...])
    }
}

// MARK: - JSON

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
        // What an agent may type and nobody may read, also by site (anchor.md 12.7).
        if member.name == "secret_values" { return hidden(throughout: member.value) }
        // What is typed into the form of a dynamic sign-in (anchor.md 3.1).
        if member.name == "values", object["option_index"] != nil { return hidden(throughout: member.value) }
        // A hash says whose token it is and gives nothing away.
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

    private func hidden(throughout value: JSONValue) -> JSONValue {
        guard let object = value.object else { return secret(value) }
        return .object(JSONObject(object.members.map { ($0.name, hidden(throughout: $0.value)) }))
    }

    private func customField(_ field: JSONValue) -> JSONValue {
        guard var members = field.object, let value = members["value"] else { return json(field) }
        members["value"] = secret(value)
        return .object(members)
    }
}

// MARK: - Names

/// The names that secrets go by in headers, queries, forms and JSON.
enum SecretNames {
    private static let endings = [
        "token", "secret", "password", "passphrase", "passcode", "passwd", "apikey", "accesskey", "privatekey",
        "secretkey",
        "signingkey", "authorization", "onetimecode", "serviceaccount", "verificationcode", "otp",
    ]
    private static let words: Set = ["pin", "pwd"]

    /// Whether what has this name is a secret: `appUserIdToken`, `api_key`, `X-Auth-Token`, `passwords`; not `tokenHash`.
    static func contain(_ name: some StringProtocol) -> Bool {
        var letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
        if letters.hasSuffix("s") { letters.removeLast() }
        return words.contains(letters) || endings.contains { letters.hasSuffix($0) }
    }

    /// Whether the parameter of a query or form that has this name is a secret: besides those that are one everywhere, a field of
    /// a custom sign-in, as the hosted page sends it, and `code`, which elsewhere says what went wrong.
    static func contain(parameter name: some StringProtocol) -> Bool {
        contain(name) || name.lowercased() == "code" || isCustomField(name)
    }

    /// `field-0`: whatever the user entered, as in the JSON form of a custom sign-in.
    private static func isCustomField(_ name: some StringProtocol) -> Bool {
        guard name.utf8.starts(with: "field-".utf8) else { return false }
        let position = name.utf8.dropFirst("field-".utf8.count)
        return !position.isEmpty && position.allSatisfy { (0x30...0x39).contains($0) }
    }
}
