package import Kernel

/// `browser.tracing` (anchor.md 4.1); shown, without effect.
package struct TracingOptions: Codable, Sendable, Equatable {
    /// Whether anything is traced.
    package var isActive = true
    /// Whether pages are.
    package var hasSnapshots = false
    /// Whether sources are.
    package var hasSources = true

    /// The defaults.
    package init() {}
}

extension TracingOptions {
    /// Reads the options. Throws for what is no boolean.
    init(_ fields: Fields) throws(FieldComplaint) {
        isActive = try fields.optional("active") ?? isActive
        hasSnapshots = try fields.optional("snapshots") ?? hasSnapshots
        hasSources = try fields.optional("sources") ?? hasSources
    }
}

extension TracingOptions: JSONWritable {
    /// `{active, snapshots, sources}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("active", isActive)
            json.member("snapshots", hasSnapshots)
            json.member("sources", hasSources)
        }
    }
}
