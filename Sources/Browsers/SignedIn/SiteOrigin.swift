import Kernel

/// Scheme, host and port of a site, as cookies and local storage go by them.
package struct SiteOrigin: Sendable, Equatable {
    /// `http` or `https`.
    package var scheme: String
    /// The host in lower case and ASCII; an IPv6 address in its brackets.
    package let host: String
    /// The port where it is not the scheme's own.
    package let port: Int?

    /// An origin of these parts.
    package init(scheme: String, host: String, port: Int?) {
        self.scheme = scheme
        self.host = host
        self.port = port == Self.port(of: scheme) ? nil : port
    }

    /// Reads an origin such as `https://shop.example.com`, with nothing behind it but a slash.
    package init?(_ text: String) {
        guard let address = HostAddress(text), let scheme = address.scheme else { return nil }
        self.init(scheme: scheme, host: address.host, port: address.port)
    }

    /// As it is here: with the scheme that `network` has for its host.
    package func reached(through network: BrowserNetwork) -> SiteOrigin {
        SiteOrigin(scheme: network.scheme(of: host) ?? scheme, host: host, port: port)
    }

    /// For example `https://shop.example.com`.
    package var text: String { port.map { "\(scheme)://\(host):\($0)" } ?? "\(scheme)://\(host)" }

    fileprivate static func port(of scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}

/// Where something listens, as a scenario names it: a host, with or without scheme and port.
struct HostAddress: Sendable, Equatable {
    /// `http` or `https`; nil if there is none.
    let scheme: String?
    /// The host in lower case and ASCII; an IPv6 address in its brackets.
    let host: String
    /// The port, also where it is the scheme's own; nil if there is none.
    let port: Int?

    /// Reads an address; a slash at its end is passed over, anything else is none.
    init?(_ text: String) {
        var rest = Substring(text)
        if let mark = rest.firstRange(of: "://") {
            let scheme = rest[..<mark.lowerBound].lowercased()
            guard scheme == "http" || scheme == "https" else { return nil }
            self.scheme = scheme
            rest = rest[mark.upperBound...]
        } else {
            scheme = nil
        }
        if rest.last == "/" { rest = rest.dropLast() }
        let colon = rest.last == "]" ? nil : rest.lastIndex(of: ":")
        if let colon {
            let digits = rest[rest.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits),
                (1...65_535).contains(port)
            else { return nil }
            self.port = port
            rest = rest[..<colon]
        } else {
            port = nil
        }
        guard let host = Self.host(rest) else { return nil }
        self.host = host
    }

    /// The address for a mapping of hosts: with the scheme's own port where it names none.
    var target: String {
        guard let port = port ?? scheme.map(SiteOrigin.port) else { return host }
        return "\(host):\(port)"
    }

    /// A name in ASCII, or an address; nil for anything that a list of rules for hosts could misread.
    static func host(_ text: Substring) -> String? {
        guard let host = DomainName.ascii(text), (1...253).contains(host.utf8.count) else { return nil }
        if host.hasPrefix("[") {
            let inner = host.dropFirst().dropLast().utf8
            return host.hasSuffix("]") && inner.count > 1 && inner.allSatisfy(isAddressByte) ? host : nil
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isLabelByte) } ? host : nil
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 97...102, UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
