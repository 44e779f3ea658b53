package import HTTPTypes
import KernelHTTP

/// What a browser says to the tunnel: the app user's id as user, the API key as password (product.md 2).
package struct ProxyCredentials: Sendable, Equatable {
    /// The customer's id of the app user.
    let appUserID: String
    /// The API key, with `@world` at its end where the client wrote it.
    package let key: String

    /// The credentials of a request's `Proxy-Authorization: Basic`; nil where there are none.
    package init?(_ head: HTTPRequest) {
        guard let header = head.headerFields[.proxyAuthorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", let bytes = BasicCredentials.decode(parts[1]),
            // The last colon: an app user's id may have some, a key has none.
            let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
        else { return nil }
        appUserID = String(decoding: bytes[..<colon], as: UTF8.self)
        key = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    }
}
