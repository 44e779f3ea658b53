import Kernel

/// Sign-in data of an identity (anchor.md 3).
enum Credential: Codable, Sendable, Equatable {
    /// The words of `type`.
    enum Kind: String, Codable, CaseIterable, Sendable {
        case usernamePassword = "username_password"
        case authenticator
        case custom
    }

    /// One field of a custom sign-in.
    struct CustomField: Codable, Sendable, Equatable {
        /// The field's name.
        let name: String
        /// What the user entered.
        let value: String
    }

    case usernamePassword(username: String, password: String)
    case authenticator(secret: String, otp: String?)
    case custom(fields: [CustomField])

    /// The user's name, where the credential has one.
    var username: String? {
        if case .usernamePassword(let username, _) = self { username } else { nil }
    }
}

// MARK: - Wire form

extension Credential: JSONWritable {
    /// Reads a credential. Throws for an unknown type and for a missing member; where bodies are taken as they come, what
    /// cannot be read is nil instead.
    init?(_ fields: Fields) throws(FieldComplaint) {
        guard let read = try fields.ifReadable(Self.init(strictly:)) else { return nil }
        self = read
    }

    private init(strictly fields: Fields) throws(FieldComplaint) {
        guard let kind = try fields.choice("type", of: Kind.self) else {
            throw fields.complaint("type", "is required")
        }
        switch kind {
        case .usernamePassword:
            self = .usernamePassword(
                username: try fields.required("username"), password: try fields.required("password"))
        case .authenticator:
            self = .authenticator(secret: try fields.required("secret"), otp: try fields.optional("otp"))
        case .custom:
            guard let objects = try fields.objects("fields") else { throw fields.complaint("fields", "is required") }
            var read: [CustomField] = []
            for object in objects {
                read.append(CustomField(name: try object.required("name"), value: try object.required("value")))
            }
            self = .custom(fields: read)
        }
    }

    /// Everything in clear, as the vendor does it.
    func write(to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .usernamePassword(let username, let password):
                json.member("type", Kind.usernamePassword.rawValue)
                json.member("username", username)
                json.member("password", password)
            case .authenticator(let secret, let otp):
                json.member("type", Kind.authenticator.rawValue)
                json.member("secret", secret)
                if let otp { json.member("otp", otp) }
            case .custom(let fields):
                json.member("type", Kind.custom.rawValue)
                json.member("fields", fields)
            }
        }
    }
}

extension Credential.CustomField: JSONWritable {
    /// `{name, value}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("value", value)
        }
    }
}

extension Fields {
    /// The credentials of a body (anchor.md 3); nil if there is no such field.
    func credentials() throws(FieldComplaint) -> [Credential]? {
        guard let objects = try objects("credentials") else { return nil }
        var credentials: [Credential] = []
        for object in objects {
            if let credential = try Credential(object) { credentials.append(credential) }
        }
        return credentials
    }
}
