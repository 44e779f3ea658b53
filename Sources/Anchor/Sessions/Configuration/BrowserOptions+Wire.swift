package import Kernel

extension BrowserOptions {
    /// Reads `browser`. Throws for a field of the wrong type or with a value that it cannot have.
    init(_ fields: Fields) throws {
        features = try Self.features(of: fields)
        if let object = try fields.object("profile") { profile = try ProfileReference(object) }
        if let object = try fields.object("viewport") { viewport = try Viewport(object) }
        extensions = try fields.optional("extensions") ?? []
        if fields.reading == .strict, let index = extensions.firstIndex(where: { !$0.isUUID }) {
            throw fields.complaint("extensions.\(index)", "must be a UUID")
        }
        if let object = try fields.object("volume") { volume = try VolumeReference(object) }
        if let object = try fields.object("tracing") { tracing = try TracingOptions(object) }
        if let object = try fields.object("sensitive_data_mask") { sensitiveDataMask = try SensitiveDataMask(object) }
    }

    private static func features(of fields: Fields) throws(FieldComplaint) -> [BrowserFeature] {
        var features: [BrowserFeature] = []
        for feature in BrowserFeature.allCases {
            let wanted: Bool? = try fields.object(feature.rawValue)?.optional("active")
            if wanted ?? BrowserFeature.defaults.contains(feature) { features.append(feature) }
        }
        // The popup blocker is a part of the ad blocker (anchor.md 4.1).
        if !features.contains(.adblock) { features.removeAll { $0 == .popupBlocker } }
        return features
    }
}

extension BrowserOptions: JSONWritable {
    /// Every option; those that have neither value nor default are left out.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            for feature in BrowserFeature.allCases {
                json.member(named: feature.rawValue, Switch(active: has(feature)))
            }
            if let profile { json.member("profile", profile) }
            json.member("viewport", viewport)
            json.member("extensions", extensions)
            if let volume { json.member("volume", volume) }
            json.member("tracing", tracing)
            if let sensitiveDataMask { json.member("sensitive_data_mask", sensitiveDataMask) }
        }
    }

    private struct Switch: JSONWritable {
        let active: Bool

        func write(to json: inout JSONWriter) {
            json.object { $0.member("active", active) }
        }
    }
}
