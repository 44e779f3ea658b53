import Kernel
import KernelHTTP

/// The way out of a session's browser (anchor.md 4.1).
enum SessionProxy: Codable, Sendable, Equatable {
    /// One of Anchor's own.
    case anchor(isActive: Bool, country: String, region: String?, city: String?)
    /// One of the customer's.
    case custom(isActive: Bool, server: String, username: String, password: String)

    /// Whether the session goes through it.
    var isActive: Bool {
        switch self {
        case .anchor(let isActive, _, _, _), .custom(let isActive, _, _, _): isActive
        }
    }

    /// The vendor's word for it: `anchor_proxy` or `custom`.
    var type: String {
        switch self {
        case .anchor: Kind.anchor.rawValue
        case .custom: Kind.custom.rawValue
        }
    }

    /// The words of `type`. Earlier clients distinguish three kinds of Anchor's own, which are one by now (anchor.md 9, row 31).
    private enum Kind: String, CaseIterable {
        case anchor = "anchor_proxy"
        case residential = "anchor_residential"
        case mobile = "anchor_mobile"
        case government = "anchor_gov"
        case custom
    }
}

extension SessionProxy: JSONWritable {
    /// Reads `session.proxy`; without a `type` it is Anchor's own. Throws for a missing member and for an unknown
    /// country; where bodies are taken as they come, a proxy that cannot be read is nil instead.
    init?(_ fields: Fields) throws(FieldComplaint) {
        guard let read = try fields.ifReadable(Self.init(strictly:)) else { return nil }
        self = read
    }

    private init(strictly fields: Fields) throws(FieldComplaint) {
        let kind = try fields.choice("type", of: Kind.self) ?? .anchor
        let isActive: Bool = try fields.required("active")
        switch kind {
        case .anchor, .residential, .mobile, .government:
            let country = try fields.optional("country_code") ?? ProxyCountry.standard
            guard ProxyCountry.isKnown(country) else {
                throw fields.complaint(
                    "country_code", "must be one of the vendor's two-letter codes in lower case, not \"\(country)\"")
            }
            let (region, city): (String?, String?) = (try fields.optional("region"), try fields.optional("city"))
            // Only today's kind is aimed at a region, and a city without one is ignored (anchor.md 12.17).
            let isAimed = kind == .anchor && region?.isEmpty == false
            self = .anchor(
                isActive: isActive, country: country, region: isAimed ? region : nil, city: isAimed ? city : nil)
        case .custom:
            let server: String = try fields.required("server")
            self = .custom(
                isActive: isActive, server: server, username: try fields.required("username"),
                password: try fields.required("password"))
            guard Self.isServer(server) else {
                throw fields.complaint(
                    "server",
                    "must be http, https or socks5 with host and port, such as https://proxy.example.com:443, or "
                        + "host:port, not \"\(server)\"")
            }
        }
    }

    /// `protocol://host:port`, or `host:port` as in an older guide (anchor.md 9, row 32).
    private static func isServer(_ text: String) -> Bool {
        let scheme = ["http://", "https://", "socks5://"].first { text.lowercased().hasPrefix($0) } ?? ""
        let address = text.dropFirst(scheme.count)
        // Of a port that is the scheme's own an address says nothing, so it is read with both.
        return ["http", "https"].contains { WebAddress("\($0)://\(address)")?.port != nil }
    }

    /// All members, the customer's password as it came.
    func write(to json: inout JSONWriter) {
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

/// The countries of Anchor's proxies: the 145 codes of `anchor-openapi.yaml`, AnchorProxyCountryCode.
enum ProxyCountry {
    /// The vendor's default.
    static let standard = "us"

    /// Whether a session can leave there. The vendor's guide has `gb`, which its list lacks (anchor.md 9, row 30).
    static func isKnown(_ code: String) -> Bool { codes.contains(code) || code == "gb" }

    static let codes = Set(
        """
        af al dz ad ao as ag ar am aw au at az bs bh bb by be bz bj bm bo ba br bg bf cm ca cv td cl co cg \
        cr ci hr cu cy cz dk dm do ec eg sv ee et fo fi fr gf pf ga gm ge de gh gi gr gd gp gt gg gn gw gy \
        ht hn hu is in ir iq ie il it jm jp jo kz kw kg lv lb ly li lt lu mk ml mt mq mr mx md mc me ma nl \
        nz ni ng no pk pa py pe ph pl pt pr qa ro lc sm sa sn rs sc sl sk si so za kr es sr se ch sy st tw \
        tj tg tt tn tr tc ua ae us uy uz ve ye
        """.split(separator: " ").map(String.init))
}
