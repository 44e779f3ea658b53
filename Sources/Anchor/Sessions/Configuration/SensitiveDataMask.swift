package import Kernel

/// `browser.sensitive_data_mask` (anchor.md 4.1); checked, kept as it came and shown, without effect.
package struct SensitiveDataMask: Codable, Sendable, Equatable {
    private let members: JSONObject
}

extension SensitiveDataMask {
    /// Reads the mask. Throws for members of the wrong type.
    init(_ fields: Fields) throws {
        _ = try fields.optional("active", as: Bool.self)
        _ = try fields.optional("custom_selectors", as: [String].self)
        if let sites = try fields.object("site_selectors") {
            for site in sites.raw.members { _ = try sites.optional(site.name, as: [String].self) }
        }
        for pattern in try fields.objects("custom_patterns") ?? [] {
            _ = try pattern.optional("regex", as: String.self)
            _ = try pattern.optional("mask", as: String.self)
        }
        members = fields.raw
    }
}

extension SensitiveDataMask: JSONWritable {
    /// As it came.
    package func write(to json: inout JSONWriter) { members.write(to: &json) }
}
