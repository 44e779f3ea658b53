import HTTPTypes
import NIOCore
import NIOHTTP1

extension RequestHead {
    /// The head of a request on a stream, as one on a connection with HTTP/1.1 would be: the host is the authority, and the
    /// cookies are one field (RFC 9113, 8.2.3).
    ///
    /// - Throws: the answer to a head that cannot be accepted.
    init(ofStream head: HTTPRequest, limits: EdgeLimits) throws(Refusal) {
        guard head.method != .connect else { throw .tunnelOnStream }
        guard head.headerFields.count <= limits.maxHeaderFields else { throw .headersTooLarge }
        guard let path = head.path, path.utf8.first == UInt8(ascii: "/") || path == "*" else { throw .invalidTarget }
        var traits = RequestTraits()
        traits.isHead = head.method == .head
        // Whether there is a body is only known when it comes, or the end does.
        traits.body = .chunked
        var fields = HTTPFields()
        fields.reserveCapacity(head.headerFields.count)
        var authority = head.authority
        var cookies: [String] = []
        for field in head.headerFields {
            switch field.name.canonicalName {
            case "host":
                guard authority == nil || authority == field.value else { throw .severalHosts }
                authority = field.value
                continue
            case "cookie":
                cookies.append(field.value)
                continue
            case "expect":
                guard field.value.lowercased() == "100-continue" else { throw .unknownExpectation }
                traits.expectsContinue = true
            case "content-length":
                guard let length = Int(field.value), length >= 0 else { throw Refusal(.invalidContentLength) }
                traits.body = .bytes(length)
            default:
                break
            }
            fields.append(field)
        }
        // Not by the subscript, which would take them apart again.
        if !cookies.isEmpty { fields.append(HTTPField(name: .cookie, value: cookies.joined(separator: "; "))) }
        guard let authority, !authority.isEmpty else { throw .missingHost }
        guard RequestTarget.isAuthority(authority) else { throw .invalidHost }
        self.init(
            HTTPRequest(
                method: head.method, scheme: "https", authority: authority, path: path, headerFields: fields),
            traits)
    }
}

extension EdgeAnswer {
    /// The head as a stream has it: with the length, where it is known, and without what is between two neighbours on the way
    /// (RFC 9113, 8.2.2).
    var streamHead: HTTPResponse {
        var head = head
        for name in [HTTPField.Name.connection, .transferEncoding, .upgrade] { head.headerFields[name] = nil }
        for name in ["keep-alive", "proxy-connection"] {
            if let name = HTTPField.Name(name) { head.headerFields[name] = nil }
        }
        if head.status.code == 204 {
            head.headerFields[.contentLength] = nil
        } else if head.headerFields[.contentLength] == nil, let length = delivery.length {
            head.headerFields[.contentLength] = String(length)
        }
        return head
    }
}
