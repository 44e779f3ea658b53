package import Kernel

/// `browser.volume` (anchor.md 4.1). Volumes are not simulated, so that any UUID is taken.
package struct VolumeReference: Codable, Sendable, Equatable {
    /// The volume's id.
    package let id: String
    /// Whether the session may write to it; nil where the client left it open, as the vendor states no default.
    package let isReadOnly: Bool?
}

extension VolumeReference {
    /// Reads the reference; one without a UUID is nil where bodies are taken as they come, and a complaint otherwise.
    init?(_ fields: Fields) throws(FieldComplaint) {
        guard let id: String = try fields.optional("id") else {
            if fields.reading == .lenient { return nil }
            throw fields.complaint("id", "is required")
        }
        guard id.isUUID || fields.reading == .lenient else { throw fields.complaint("id", "must be a UUID") }
        self.init(id: id, isReadOnly: try fields.optional("read_only"))
    }
}

extension VolumeReference: JSONWritable {
    /// `{id, read_only}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            if let isReadOnly { json.member("read_only", isReadOnly) }
        }
    }
}
