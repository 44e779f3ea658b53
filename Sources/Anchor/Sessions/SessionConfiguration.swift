import Kernel
import KernelHTTP

/// What a session was asked to be, with every default in its place (anchor.md 4.1).
struct SessionConfiguration: Codable, Sendable, Equatable {
    /// `session`
    var session = SessionOptions()
    /// `browser`
    var browser = BrowserOptions()
    /// `integrations`
    var integrations: [SessionIntegration] = []
    /// The ids of `identities`.
    var identityIDs: [String] = []
    /// `identity_skip_validation`; taken and shown, without effect.
    var skipsIdentityValidation = true
    /// `identity_async_auth`; taken and shown, without effect.
    var authenticatesIdentitiesAsynchronously = false
}

extension SessionConfiguration: JSONWritable {
    /// Reads the body of a creation. Throws for a field of the wrong type or with a value that it cannot have.
    init(_ fields: Fields) throws {
        if let options = try fields.object("session") { session = try SessionOptions(options) }
        if let options = try fields.object("browser") { browser = try BrowserOptions(options) }
        for object in try fields.objects("integrations") ?? [] {
            if let integration = try SessionIntegration(object) { integrations.append(integration) }
        }
        for object in try fields.objects("identities") ?? [] {
            if let id: ObjectID = try object.optional("id") {
                identityIDs.append(id.text)
            } else if fields.reading == .strict {
                throw object.complaint("id", "is required")
            }
        }
        skipsIdentityValidation = try fields.optional("identity_skip_validation") ?? skipsIdentityValidation
        authenticatesIdentitiesAsynchronously =
            try fields.optional("identity_async_auth") ?? authenticatesIdentitiesAsynchronously
    }

    /// The effective configuration in the form of the request's body.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("session", session)
            json.member("browser", browser)
            json.member("integrations", integrations)
            json.member("identities", identityIDs.map(SessionIdentityReference.init))
            json.member("identity_skip_validation", skipsIdentityValidation)
            json.member("identity_async_auth", authenticatesIdentitiesAsynchronously)
        }
    }
}

/// One element of `identities`: `{id}`.
private struct SessionIdentityReference: JSONWritable {
    let id: String

    func write(to json: inout JSONWriter) {
        json.object { $0.member("id", id) }
    }
}

/// The part `session` of a configuration (anchor.md 4.1).
struct SessionOptions: Codable, Sendable, Equatable {
    /// The page that the browser opens first.
    var initialURL: String?
    /// As they were at creation; the session has its own, which change.
    var tags: [String]?
    /// Whether the session is recorded.
    var isRecorded = true
    /// The way out; nil is Anchor's own network.
    var proxy: SessionProxy?
    /// When the session ends by itself.
    var timeout = SessionTimeout()
    /// `live_view.read_only`
    var isLiveViewReadOnly = false
    /// `live_view.one_time_url`
    var isLiveViewURLOneTime = false
    /// `x402`; shown, without effect.
    var usesX402 = false
    /// `scoped_access.active`
    var hasScopedAccess = false
}

extension SessionOptions: JSONWritable {
    /// Reads `session`. Throws for a field of the wrong type or with a value that it cannot have.
    init(_ fields: Fields) throws {
        initialURL = try fields.optional("initial_url")
        if let url = initialURL, !url.isAbsoluteURI, fields.reading == .strict {
            throw fields.complaint("initial_url", "must be an absolute URL such as https://example.com")
        }
        initialURL = initialURL.map { WebAddress($0)?.text ?? $0 }
        tags = try fields.list("tags")
        isRecorded = try fields.object("recording")?.optional("active") ?? isRecorded
        if let object = try fields.object("proxy") { proxy = try SessionProxy(object) }
        if let object = try fields.object("timeout") { timeout = try SessionTimeout(object) }
        if let object = try fields.object("live_view") {
            isLiveViewReadOnly = try object.optional("read_only") ?? isLiveViewReadOnly
            isLiveViewURLOneTime = try object.optional("one_time_url") ?? isLiveViewURLOneTime
        }
        usesX402 = try fields.optional("x402") ?? usesX402
        hasScopedAccess = try fields.object("scoped_access")?.optional("active") ?? hasScopedAccess
    }

    /// Every option; those that have neither value nor default are left out.
    func write(to json: inout JSONWriter) {
        json.object { json in
            if let initialURL { json.member("initial_url", initialURL) }
            if let tags { json.member("tags", tags) }
            json.member("recording", object: { $0.member("active", isRecorded) })
            if let proxy { json.member("proxy", proxy) }
            json.member("timeout", timeout)
            json.member("live_view", object: liveView)
            json.member("x402", usesX402)
            json.member("scoped_access", object: { $0.member("active", hasScopedAccess) })
        }
    }

    private func liveView(_ json: inout JSONWriter) {
        json.member("read_only", isLiveViewReadOnly)
        json.member("one_time_url", isLiveViewURLOneTime)
    }
}

/// When a session ends by itself, in minutes; -1 is never (anchor.md 4.1).
struct SessionTimeout: Codable, Sendable, Equatable {
    /// From the creation on.
    var maximumDuration = 20
    /// From the last activity on.
    var idleTimeout = 5

    /// The length of the whole session; nil is without limit.
    var longest: TimeSpan? { maximumDuration < 0 ? nil : .minutes(Int64(maximumDuration)) }

    /// How long the session may be idle; nil is without limit.
    var longestIdle: TimeSpan? { idleTimeout < 0 ? nil : .minutes(Int64(idleTimeout)) }
}

extension SessionTimeout: JSONWritable {
    /// Reads `session.timeout`. Throws for what is no whole number and for one below -1.
    init(_ fields: Fields) throws(FieldComplaint) {
        maximumDuration = try Self.minutes("max_duration", of: fields) ?? maximumDuration
        idleTimeout = try Self.minutes("idle_timeout", of: fields) ?? idleTimeout
    }

    private static func minutes(_ name: String, of fields: Fields) throws(FieldComplaint) -> Int? {
        guard let minutes: Int = try fields.optional(name) else { return nil }
        guard minutes >= -1 || fields.reading == .lenient else {
            throw fields.complaint(name, "must be a number of minutes, or -1 for no limit")
        }
        return minutes
    }

    /// Both limits.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("max_duration", maximumDuration)
            json.member("idle_timeout", idleTimeout)
        }
    }
}

/// One of `integrations`: a password store that the session may read (anchor.md 4.1); nothing is loaded from it.
struct SessionIntegration: Codable, Sendable, Equatable {
    /// The integration's id.
    let id: String
    /// The secrets that are loaded; nil is all.
    let secrets: [String]?
}

extension SessionIntegration: JSONWritable {
    private enum Kind: String, CaseIterable { case onePassword = "1PASSWORD" }
    private enum LoadMode: String, CaseIterable { case all, specific }

    /// Reads an integration. Throws for a missing or wrong member; where bodies are taken as they come, one that cannot
    /// be read is nil instead.
    init?(_ fields: Fields) throws(FieldComplaint) {
        guard let read = try fields.ifReadable(Self.init(strictly:)) else { return nil }
        self = read
    }

    private init(strictly fields: Fields) throws(FieldComplaint) {
        let id: ObjectID = try fields.required("id")
        guard id.isUUID else { throw fields.complaint("id", "must be a UUID") }
        self.id = id.text
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

    /// `{id, type, configuration}`
    func write(to json: inout JSONWriter) {
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

// MARK: - Forms of text

extension String {
    /// Whether it is a URI with a scheme, for example `https://example.com` or `about:blank`.
    fileprivate var isAbsoluteURI: Bool {
        if hasPrefix("http://") || hasPrefix("https://") { return WebAddress(self) != nil }
        let scheme = utf8.prefix { $0 != UInt8(ascii: ":") }
        guard scheme.count > 1, scheme.count < utf8.count - 1, utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return false
        }
        return scheme.allSatisfy { (97...122).contains($0 | 0x20) }
    }
}
