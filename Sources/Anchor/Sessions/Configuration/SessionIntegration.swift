package import Kernel

/// One of `integrations`: a password store that the session may read (anchor.md 4.1). Integrations are not simulated,
/// so that any UUID is taken.
package struct SessionIntegration: Codable, Sendable, Equatable {
    /// The integration's id.
    package let id: String
    /// The secrets that are loaded; nil is all.
    package let secrets: [String]?
}

extension SessionIntegration {
    private enum Kind: String, CaseIterable { case onePassword = "1PASSWORD" }
    private enum LoadMode: String, CaseIterable { case all, specific }

    /// Reads an integration. Throws for a missing or wrong member; where bodies are taken as they come, one that cannot
    /// be read is nil instead.
    init?(_ fields: Fields) throws(FieldComplaint) {
        if fields.reading == .lenient {
            guard let read = try? SessionIntegration(strictly: Fields(fields.raw)) else { return nil }
            self = read
        } else {
            try self.init(strictly: fields)
        }
    }

    private init(strictly fields: Fields) throws(FieldComplaint) {
        id = try fields.required("id")
        guard id.isUUID else { throw fields.complaint("id", "must be a UUID") }
        guard try fields.choice("type", of: Kind.self) != nil else { throw fields.complaint("type", "is required") }
        guard let configuration = try fields.object("configuration") else {
            throw fields.complaint("configuration", "is required")
        }
        switch try configuration.choice("load_mode", of: LoadMode.self) {
        case nil: throw configuration.complaint("load_mode", "is required")
        case .all: secrets = nil
        case .specific:
            let names: [String] = try configuration.required("secrets")
            if names.isEmpty { throw configuration.complaint("secrets", "must name at least one secret") }
            secrets = names
        }
    }
}

extension SessionIntegration: JSONWritable {
    /// `{id, type, configuration}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("type", Kind.onePassword.rawValue)
            json.member(
                "configuration",
                object: { json in
                    json.member("load_mode", (secrets == nil ? LoadMode.all : .specific).rawValue)
                    if let secrets { json.member("secrets", secrets) }
                })
        }
    }
}
