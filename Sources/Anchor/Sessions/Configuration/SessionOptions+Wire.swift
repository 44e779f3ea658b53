package import Kernel

extension SessionOptions {
    /// Reads `session`. Throws for a field of the wrong type or with a value that it cannot have.
    init(_ fields: Fields) throws {
        initialURL = try fields.optional("initial_url")
        if let url = initialURL, !url.isAbsoluteURI, fields.reading == .strict {
            throw fields.complaint("initial_url", "must be an absolute URL such as https://example.com")
        }
        tags = try fields.optional("tags")
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
}

extension SessionOptions: JSONWritable {
    /// Every option; those that have neither value nor default are left out.
    package func write(to json: inout JSONWriter) {
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
