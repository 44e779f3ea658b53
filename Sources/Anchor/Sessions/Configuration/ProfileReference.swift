package import Kernel

/// `browser.profile` (anchor.md 4.1).
package struct ProfileReference: Codable, Sendable, Equatable {
    /// The profile's name.
    package let name: String
    /// Whether what the browser learns is kept under that name when the session ends.
    package let isPersisted: Bool

    /// A reference to a profile.
    package init(name: String, isPersisted: Bool = false) {
        self.name = name
        self.isPersisted = isPersisted
    }
}

extension ProfileReference {
    /// Reads the reference; one without a name is nil where bodies are taken as they come, and a complaint otherwise.
    init?(_ fields: Fields) throws(FieldComplaint) {
        guard let name: String = try fields.optional("name"), !name.isEmpty else {
            if fields.reading == .lenient { return nil }
            throw fields.complaint("name", "is required")
        }
        self.init(name: name, isPersisted: try fields.optional("persist") ?? false)
    }
}

extension ProfileReference: JSONWritable {
    /// `{name, persist}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("persist", isPersisted)
        }
    }
}
