import Anchor
import Anon
import HTTPTypes
import KernelHTTP

/// What the header fields of a request say about whom it is for, which world it belongs to and how its body is to be read: one
/// pass over the fields, because every look for a single one would cost as much.
struct Signposts: Sendable {
    /// `X-Drydock-World`.
    private(set) var world: String?
    /// Anchor's API key.
    private(set) var anchorKey: String?
    /// A bearer, for either vendor.
    private(set) var authorization: String?
    /// The cookies.
    private(set) var cookie: String?
    /// The SDK client of Anon's that an end user's page belongs to.
    private(set) var sdkClientID: String?
    /// `X-Drydock-Outgoing`.
    private(set) var outgoing: String?
    /// The codings of the body.
    private(set) var contentEncoding: String?
    /// A browser or curl takes us for its proxy.
    private(set) var isForProxy = false
    /// A key is sent as for a proxy.
    private(set) var hasProxyAuthorization = false
    /// A GET offers a WebSocket. With any other method the offer is none (RFC 6455, 4.1).
    private(set) var wantsWebSocket = false
    /// The body says that it is a form.
    private(set) var isForm = false

    init(_ head: HTTPRequest) {
        let fields = head.headerFields
        for field in fields {
            let name = field.name
            // The length rules nearly every field out before a text is compared.
            switch name.canonicalName.utf8.count {
            case 6 where name == .cookie: cookie = Self.joined(cookie, field, fields)
            case 7 where name == .upgrade: wantsWebSocket = field.value.lowercased() == "websocket"
            case 12 where name == .contentType: isForm = field.value.hasPrefix("application/x-www-form-urlencoded")
            case 13 where name == .authorization: authorization = Self.joined(authorization, field, fields)
            case 14 where name == .anchorAPIKey: anchorKey = Self.joined(anchorKey, field, fields)
            case 15 where name == .drydockWorld: world = Self.joined(world, field, fields)
            case 16:
                if name == .contentEncoding {
                    contentEncoding = Self.joined(contentEncoding, field, fields)
                } else if name.canonicalName == "proxy-connection" {
                    isForProxy = true
                }
            case 18 where name == .drydockOutgoing: outgoing = Self.joined(outgoing, field, fields)
            case 19 where name == .proxyAuthorization:
                isForProxy = true
                hasProxyAuthorization = true
            case 20 where name == .anonSdkClientID: sdkClientID = Self.joined(sdkClientID, field, fields)
            default: break
            }
        }
        // The target of a CONNECT is where the client wants to go; it asks for no page.
        if head.method == .connect { isForProxy = false }
        if wantsWebSocket { wantsWebSocket = head.method == .get }
    }

    /// Whether no field but Anchor's key can lead to a world.
    var leadsByAnchorKeyOnly: Bool {
        world == nil && authorization == nil && cookie == nil && sdkClientID == nil && !hasProxyAuthorization
            && !isForm
    }

    /// A field that comes several times counts as its values together.
    private static func joined(_ earlier: String?, _ field: HTTPField, _ fields: HTTPFields) -> String {
        earlier == nil ? field.value : fields[field.name] ?? field.value
    }
}
