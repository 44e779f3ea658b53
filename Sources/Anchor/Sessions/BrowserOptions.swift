import Kernel

/// The part `browser` of a configuration (anchor.md 4.1).
struct BrowserOptions: Codable, Sendable, Equatable {
    /// What is switched on, in the order of declaration.
    var features = BrowserFeature.defaults
    /// The profile to start with.
    var profile: ProfileReference?
    /// The window.
    var viewport = Viewport()
    /// The ids of extensions.
    var extensions: [String] = []
    /// The volume to mount.
    var volume: VolumeReference?
    /// What is traced.
    var tracing = TracingOptions()
    /// What recordings hide; nil hides nothing.
    var sensitiveDataMask: SensitiveDataMask?

    /// Whether `feature` is switched on.
    func has(_ feature: BrowserFeature) -> Bool { features.contains(feature) }
}

/// What a session's browser can have switched on with `{active: true}` (anchor.md 4.1).
enum BrowserFeature: String, Codable, CaseIterable, Sendable {
    case adblock
    case popupBlocker = "popup_blocker"
    case pdfViewer = "pdf_viewer"
    case captchaSolver = "captcha_solver"
    case headless
    case fullscreen
    case p2pDownload = "p2p_download"
    case disableWebSecurity = "disable_web_security"
    case forcePopupsAsTabs = "force_popups_as_tabs"
    case webBotAuth = "web_bot_auth"
    case disableDialogs = "disable_dialogs"
    /// The vendor states no default; off is ours.
    case extraStealth = "extra_stealth"

    /// The features that are on unless the client says otherwise.
    static let defaults: [BrowserFeature] = [.adblock, .popupBlocker, .pdfViewer]
}

extension BrowserOptions: JSONWritable {
    /// Reads `browser`. Throws for a field of the wrong type or with a value that it cannot have.
    init(_ fields: Fields) throws {
        features = try Self.features(of: fields)
        if let object = try fields.object("profile") { profile = try ProfileReference(object) }
        if let object = try fields.object("viewport") { viewport = try Viewport(object) }
        let extensions: [ObjectID] = try fields.optional("extensions") ?? []
        if fields.reading == .strict, let index = extensions.firstIndex(where: { !$0.isUUID }) {
            throw fields.complaint("extensions.\(index)", "must be a UUID")
        }
        self.extensions = extensions.map(\.text)
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

    /// Every option; those that have neither value nor default are left out.
    func write(to json: inout JSONWriter) {
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

/// `browser.profile` (anchor.md 4.1).
struct ProfileReference: Codable, Sendable, Equatable {
    /// The profile's name.
    let name: String
    /// Whether what the browser learns is kept under that name when the session ends.
    let isPersisted: Bool
}

extension ProfileReference: JSONWritable {
    /// Reads the reference; one without a name is nil where bodies are taken as they come, and a complaint otherwise.
    init?(_ fields: Fields) throws(FieldComplaint) {
        guard let name: String = try fields.optional("name"), !name.isEmpty else {
            if fields.reading == .lenient { return nil }
            throw fields.complaint("name", "is required")
        }
        self.init(name: name, isPersisted: try fields.optional("persist") ?? false)
    }

    /// `{name, persist}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("persist", isPersisted)
        }
    }
}

/// `browser.viewport`, in pixels (anchor.md 4.1).
struct Viewport: Codable, Sendable, Equatable {
    /// From left to right.
    var width = 1440
    /// From top to bottom.
    var height = 900
}

extension Viewport: JSONWritable {
    /// Reads the window's size. Throws for what is no whole number above zero.
    init(_ fields: Fields) throws(FieldComplaint) {
        width = try Self.pixels("width", of: fields) ?? width
        height = try Self.pixels("height", of: fields) ?? height
    }

    private static func pixels(_ name: String, of fields: Fields) throws(FieldComplaint) -> Int? {
        guard let pixels: Int = try fields.optional(name) else { return nil }
        guard pixels > 0 || fields.reading == .lenient else {
            throw fields.complaint(name, "must be at least 1, not \(pixels)")
        }
        return pixels
    }

    /// `{width, height}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("width", width)
            json.member("height", height)
        }
    }
}

/// `browser.volume` (anchor.md 4.1).
struct VolumeReference: Codable, Sendable, Equatable {
    /// The volume's id.
    let id: String
    /// Whether the session may write to it; nil if the client left it open, as the vendor states no default.
    let isReadOnly: Bool?
}

extension VolumeReference: JSONWritable {
    /// Reads the reference; one without a UUID is nil where bodies are taken as they come, and a complaint otherwise.
    init?(_ fields: Fields) throws(FieldComplaint) {
        guard let id: ObjectID = try fields.optional("id") else {
            if fields.reading == .lenient { return nil }
            throw fields.complaint("id", "is required")
        }
        guard id.isUUID || fields.reading == .lenient else { throw fields.complaint("id", "must be a UUID") }
        self.init(id: id.text, isReadOnly: try fields.optional("read_only"))
    }

    /// `{id, read_only}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            if let isReadOnly { json.member("read_only", isReadOnly) }
        }
    }
}

/// `browser.tracing` (anchor.md 4.1); shown, without effect.
struct TracingOptions: Codable, Sendable, Equatable {
    /// Whether anything is traced.
    var isActive = true
    /// Whether pages are.
    var hasSnapshots = false
    /// Whether sources are.
    var hasSources = true
}

extension TracingOptions: JSONWritable {
    /// Reads the options. Throws for what is no boolean.
    init(_ fields: Fields) throws(FieldComplaint) {
        isActive = try fields.optional("active") ?? isActive
        hasSnapshots = try fields.optional("snapshots") ?? hasSnapshots
        hasSources = try fields.optional("sources") ?? hasSources
    }

    /// `{active, snapshots, sources}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("active", isActive)
            json.member("snapshots", hasSnapshots)
            json.member("sources", hasSources)
        }
    }
}

/// `browser.sensitive_data_mask` (anchor.md 4.1); checked, kept as it came and shown, without effect.
struct SensitiveDataMask: Codable, Sendable, Equatable {
    private let members: JSONObject
}

extension SensitiveDataMask: JSONWritable {
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

    /// As it came.
    func write(to json: inout JSONWriter) { members.write(to: &json) }
}
