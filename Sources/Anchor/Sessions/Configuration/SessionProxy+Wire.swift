package import Kernel

extension SessionProxy {
    /// Reads `session.proxy`; without a `type` it is Anchor's own. Throws for a missing member and for an unknown
    /// country; where bodies are taken as they come, a proxy that cannot be read is nil instead.
    init?(_ fields: Fields) throws(FieldComplaint) {
        if fields.reading == .lenient {
            guard let read = try? SessionProxy(strictly: Fields(fields.raw)) else { return nil }
            self = read
        } else {
            try self.init(strictly: fields)
        }
    }

    private init(strictly fields: Fields) throws(FieldComplaint) {
        let kind = try fields.choice("type", of: Kind.self) ?? .anchor
        let isActive: Bool = try fields.required("active")
        switch kind {
        case .anchor:
            let country = try fields.optional("country_code") ?? ProxyCountry.standard
            guard ProxyCountry.codes.contains(country) else {
                throw fields.complaint(
                    "country_code", "must be one of the vendor's two-letter codes in lower case, not \"\(country)\"")
            }
            self = .anchor(
                isActive: isActive, country: country, region: try fields.optional("region"),
                city: try fields.optional("city"))
        case .custom:
            self = .custom(
                isActive: isActive, server: try fields.required("server"),
                username: try fields.required("username"), password: try fields.required("password"))
        }
    }
}

extension SessionProxy: JSONWritable {
    /// All members, the customer's password as it came.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("type", type)
            json.member("active", isActive)
            switch self {
            case .anchor(_, let country, let region, let city):
                json.member("country_code", country)
                if let region { json.member("region", region) }
                if let city { json.member("city", city) }
            case .custom(_, let server, let username, let password):
                json.member("server", server)
                json.member("username", username)
                json.member("password", password)
            }
        }
    }
}
