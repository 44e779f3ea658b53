import Kernel

/// An absolute http or https URL, read by hand: as strict as RFC 3986 where clients go wrong, and small enough for every request.
///
/// Letters outside of ASCII are carried on as browsers do (WHATWG URL): in Punycode in the host (`DomainName`), percent-encoded
/// behind it.
public struct WebAddress: Sendable, Equatable {
    /// `http` or `https`.
    public let scheme: String
    /// The host in lower case; an IPv6 address in its brackets.
    public let host: String
    /// The port where it is not the scheme's own.
    public let port: Int?
    /// The whole URL as it was written; in ASCII, if it had other letters in it or percent-encoding in its host.
    public let text: String

    /// Reads an absolute URL. Users in it and blanks are refused.
    public init?(_ text: String) {
        guard let text = Self.ascii(text), let mark = Self.schemeEnd(in: text) else { return nil }
        let scheme = Self.lowercased(text[..<mark.lowerBound])
        guard scheme == "https" || scheme == "http" else { return nil }
        let authority = Self.authority(of: text, behind: mark)
        guard text[...].utf8.withBytes({ $0.allSatisfy(Self.isAllowed) }),
            let (host, port) = Self.parts(of: authority.utf8), Self.isHost(host)
        else { return nil }
        self.scheme = scheme
        self.host = Self.lowercased(Substring(host))
        self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
        self.text = text
    }

    /// Reads an absolute URL, or a bare host with or without a path as https: clients send both (anchor.md 2.1).
    public init?(site text: String) {
        self.init(Self.schemeEnd(in: text) == nil ? "https://\(text)" : text)
    }

    /// Scheme, host, and port where it is not the usual one: the normal form of a site.
    public var origin: String { port.map { "\(scheme)://\(host):\($0)" } ?? "\(scheme)://\(host)" }

    /// Whether only this machine answers there.
    public var isLoopback: Bool { HostName(host)?.isLoopback == true }

    // MARK: Letters outside of ASCII

    /// The URL in ASCII. As it is, unless it has other letters in it or percent-encoding in its host; nil if its host is none.
    private static func ascii(_ text: String) -> String? {
        let isASCII = isASCII(text)
        guard !isASCII || text.utf8.contains(byte: UInt8(ascii: "%")), let mark = schemeEnd(in: text) else {
            return text
        }
        let authority = authority(of: text, behind: mark)
        let isPlain = self.isASCII(authority) && !authority.utf8.contains(byte: UInt8(ascii: "%"))
        if isASCII, isPlain { return text }
        guard let place = isPlain ? String(authority) : decoded(authority) else { return nil }
        return "\(text[..<mark.upperBound])\(place)\(encoded(text[authority.endIndex...]))"
    }

    /// The host in ASCII, and the port. What a decoded host has in it is looked at like what was written: it begins no path.
    private static func decoded(_ authority: Substring) -> String? {
        let hostEnd = authority.utf8.lastIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        let written = PercentCoding.decode(authority[..<hostEnd], plusIsSpace: false)
        guard let host = DomainName.ascii(written), isHost(Substring(host).utf8) else { return nil }
        return host + authority[hostEnd...]
    }

    private static func encoded(_ text: Substring) -> String {
        text.unicodeScalars.reduce(into: "") { encoded, scalar in
            if scalar.isASCII {
                encoded.unicodeScalars.append(scalar)
            } else {
                encoded += PercentCoding.encode(String(scalar))
            }
        }
    }

    // MARK: Reading

    private typealias Bytes = Substring.UTF8View

    /// Where the first `://` is.
    private static func schemeEnd(in text: String) -> Range<String.Index>? {
        let end = text[...].utf8.withBytes { mark.end(in: UnsafeRawBufferPointer($0), from: 0) }
        guard let end else { return nil }
        let start = text.utf8.index(text.startIndex, offsetBy: end - mark.count)
        return start..<text.utf8.index(start, offsetBy: mark.count)
    }

    private static let mark = ByteSearch("://")

    private static func authority(of text: String, behind mark: Range<String.Index>) -> Substring {
        let rest = text[mark.upperBound...]
        let length = rest.utf8.withBytes { bytes in
            bytes.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }.count
        }
        return rest[..<rest.utf8.index(rest.startIndex, offsetBy: length)]
    }

    private static func isASCII(_ text: some StringProtocol) -> Bool {
        Substring(text).utf8.withBytes { bytes in bytes.allSatisfy { $0 < 0x80 } }
    }

    /// Most are so already, which is quicker to see than to make.
    private static func lowercased(_ text: Substring) -> String {
        text.utf8.withBytes { bytes in bytes.contains { (65...90).contains($0) } } ? text.lowercased() : String(text)
    }

    private static func parts(of authority: Bytes) -> (host: Bytes, port: Int?)? {
        let isAddress = authority.first == UInt8(ascii: "[")
        let afterAddress = isAddress ? authority.firstIndex(ofByte: UInt8(ascii: "]")) : authority.startIndex
        guard let afterAddress else { return nil }
        guard let colon = authority[afterAddress...].firstIndex(ofByte: UInt8(ascii: ":")) else {
            return (authority, nil)
        }
        let digits = authority[authority.index(after: colon)...]
        if digits.isEmpty { return (authority[..<colon], nil) }
        guard digits.allSatisfy({ (48...57).contains($0) }), let port = Int(Substring(digits)),
            (1...65_535).contains(port)
        else { return nil }
        return (authority[..<colon], port)
    }

    private static func isHost(_ host: Bytes) -> Bool {
        if host.first == UInt8(ascii: "[") {
            return host.last == UInt8(ascii: "]") && host.count > 3
                && host.dropFirst().dropLast().allSatisfy(isIPv6Byte)
        }
        return host.withBytes { bytes in
            var previous = UInt8(ascii: ".")
            for byte in bytes {
                // A dot needs a label before it.
                guard byte == UInt8(ascii: ".") ? previous != byte : isLabelByte(byte) else { return false }
                previous = byte
            }
            return previous != UInt8(ascii: ".")
        }
    }

    private static func isIPv6Byte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...70, 97...102, UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// RFC 3986's characters.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: true
        }
    }
}
