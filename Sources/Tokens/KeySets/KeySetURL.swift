/// Where a key set is, read and written as the vendor's URL library does (the WHATWG's rules, without international names).
package struct KeySetURL: Hashable, Sendable {
    /// Whether the connection is encrypted.
    package let isSecure: Bool
    /// In lower case; an IPv6 address in its brackets.
    package let host: String
    /// The port that is written; nil for the scheme's own.
    package let port: Int?
    /// The path, which starts with `/`, and the query with its `?`, percent-encoded.
    package let target: String
    /// The fragment with its `#`; empty without one. It is shown, never sent.
    private let fragment: String
    /// What stood before an `@`, decoded: sent in a header, never shown.
    package let credentials: Credentials?

    /// A name and password in front of the host.
    package struct Credentials: Hashable, Sendable {
        /// The name.
        package let user: String
        /// The password; empty without one.
        package let password: String
    }

    /// `http://host:port` without what is the scheme's own.
    package var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }

    /// The host, and the port where it is written: what the `Host` header says.
    package var authority: String { port.map { "\(host):\($0)" } ?? host }

    /// Reads `text`; throws in which way the vendor's library refuses it.
    package init(_ text: String) throws(KeySetURLProblem) {
        let characters = Self.cleaned(text)
        guard let colon = characters.firstIndex(of: ":"), Self.isScheme(characters[..<colon]) else { throw .relative }
        let scheme = String(String.UnicodeScalarView(characters[..<colon])).lowercased()
        let rest = characters[(colon + 1)...]
        switch scheme {
        case "http", "https": try self.init(isSecure: scheme == "https", rest: rest)
        case "ws", "wss", "ftp":
            let url = try KeySetURL(isSecure: true, rest: rest)
            throw .schemeNotAllowed(url: "\(scheme)\(url.description.dropFirst("https".count))")
        default: throw .schemeNotAllowed(url: "\(scheme):\(String(String.UnicodeScalarView(rest)))")
        }
    }

    private init(isSecure: Bool, rest: ArraySlice<Unicode.Scalar>) throws(KeySetURLProblem) {
        let rest = rest.drop { $0 == "/" || $0 == "\\" }
        let end = rest.firstIndex { "/\\?#".unicodeScalars.contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: "@") {
            credentials = Self.credentials(in: authority[..<at])
            authority = authority[(at + 1)...]
        } else {
            credentials = nil
        }
        let bracket = authority.first == "[" ? authority.firstIndex(of: "]") : nil
        let colon = authority[(bracket ?? authority.startIndex)...].firstIndex(of: ":")
        // Unclosed, the bracket's own colons are not taken for the port's.
        let hostEnd = authority.first == "[" && bracket == nil ? authority.endIndex : colon ?? authority.endIndex
        host = try KeySetHost(authority[..<hostEnd]).text
        port = try Self.port(authority[hostEnd...].dropFirst(), ownOfScheme: isSecure ? 443 : 80)
        self.isSecure = isSecure

        let hash = rest[end...].firstIndex(of: "#") ?? rest.endIndex
        let question = rest[end..<hash].firstIndex(of: "?") ?? hash
        target =
            Self.path(rest[end..<question])
            + KeySetURLEscaping.query.encoded(rest[question..<hash])
        fragment = KeySetURLEscaping.fragment.encoded(rest[hash...])
    }

    /// Without the spaces around, and without line ends and tabs anywhere.
    private static func cleaned(_ text: String) -> [Unicode.Scalar] {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.value <= 0x20 { scalars.removeFirst() }
        while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
        return scalars.filter { $0 != "\t" && $0 != "\n" && $0 != "\r" }
    }

    private static func isScheme(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = scalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
        return scalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "+-.".unicodeScalars.contains($0))
        }
    }

    private static func credentials(in scalars: ArraySlice<Unicode.Scalar>) -> Credentials? {
        let parts = scalars.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(decoding: KeySetHost.percentDecoded($0), as: UTF8.self) }
        let credentials = Credentials(user: parts[0], password: parts.count > 1 ? parts[1] : "")
        return credentials.user.isEmpty && credentials.password.isEmpty ? nil : credentials
    }

    private static func port(
        _ digits: ArraySlice<Unicode.Scalar>, ownOfScheme own: Int
    ) throws(KeySetURLProblem) -> Int? {
        var port = 0
        for digit in digits {
            guard ("0"..."9").contains(digit) else { throw .invalidPort }
            port = port * 10 + Int(digit.value - 0x30)
            guard port <= 65_535 else { throw .invalidPort }
        }
        return digits.isEmpty || port == own ? nil : port
    }

    private static func path(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var segments: [String] = []
        // The part before the first slash is empty.
        let given = scalars.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.dropFirst()
        for (index, segment) in given.enumerated() {
            let encoded = KeySetURLEscaping.path.encoded(segment)
            let dots = encoded.lowercased().replacing("%2e", with: ".")
            let isLast = index == given.count - 1
            guard dots == "." || dots == ".." else {
                segments.append(encoded)
                continue
            }
            if dots == "..", !segments.isEmpty { segments.removeLast() }
            if isLast { segments.append("") }
        }
        return "/" + segments.joined(separator: "/")
    }
}

extension KeySetURL: CustomStringConvertible {
    /// As the vendor's library writes it: normalised, without credentials.
    package var description: String { origin + target + fragment }
}

extension KeySetURL {
    /// Where a `Location` header leads from here; throws what is wrong with it.
    package func following(_ location: String) throws(KeySetURLProblem) -> KeySetURL {
        do throws(KeySetURLProblem) {
            return try KeySetURL(location)
        } catch .relative {
            return try KeySetURL(absolute(location))
        } catch {
            throw error
        }
    }

    private func absolute(_ location: String) -> String {
        let scheme = isSecure ? "https:" : "http:"
        let path = target.prefix { $0 != "?" }
        return switch location.first {
        case nil, "#": origin + target + location
        case "?": origin + path + location
        case "/", "\\":
            // Two slashes start a host, one starts a path.
            ["/", "\\"].contains(location.dropFirst().first) ? scheme + location : origin + location
        default: origin + path[...(path.lastIndex(of: "/") ?? path.startIndex)] + location
        }
    }
}

/// Why a text is no URL that the vendor would ask for a key set.
package enum KeySetURLProblem: Error, Hashable, Sendable {
    /// It has no scheme: `jwks.json`, `/jwks.json`, `example.com/jwks.json`, or nothing at all.
    case relative
    /// It is whole, but neither `http` nor `https`; with the URL as the vendor's library writes it.
    case schemeNotAllowed(url: String)
    /// Nothing stands where the host belongs.
    case emptyHost
    /// The port is no number up to 65535.
    case invalidPort
    /// The host's last part is a number, but the host is no IPv4 address.
    case invalidIPv4Address
    /// What stands in brackets is no IPv6 address.
    case invalidIPv6Address
    /// A character that no host name has.
    case invalidDomainCharacter
    /// A host name that is not ASCII. The vendor's library writes such names in Punycode; ours wants them written so.
    case internationalDomainName
}

extension KeySetURLProblem: CustomStringConvertible {
    /// The complaint of reqwest 0.11, which is what the vendor shows (anon.md 7).
    package var description: String {
        switch self {
        case .relative: "builder error: relative URL without a base"
        case .schemeNotAllowed(let url): "builder error for url (\(url)): URL scheme is not allowed"
        case .emptyHost: "builder error: empty host"
        case .invalidPort: "builder error: invalid port number"
        case .invalidIPv4Address: "builder error: invalid IPv4 address"
        case .invalidIPv6Address: "builder error: invalid IPv6 address"
        case .invalidDomainCharacter: "builder error: invalid domain character"
        case .internationalDomainName: "builder error: invalid international domain name"
        }
    }
}

/// The host of a URL: a name in lower case, or an address in its usual form.
struct KeySetHost {
    let text: String

    init(_ scalars: ArraySlice<Unicode.Scalar>) throws(KeySetURLProblem) {
        guard let first = scalars.first else { throw .emptyHost }
        if first == "[" {
            text = try Self.bracketed(scalars)
            return
        }
        let bytes = Self.percentDecoded(scalars)
        guard bytes.allSatisfy({ $0 < 0x80 }) else { throw .internationalDomainName }
        guard !bytes.contains(where: Self.isForbidden) else { throw .invalidDomainCharacter }
        let name = String(decoding: bytes, as: UTF8.self).lowercased()
        text = try Self.address(name) ?? name
    }

    static func percentDecoded(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8] {
        let bytes = Array(String(String.UnicodeScalarView(scalars)).utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || "#/:<>?@[\\]^|%".utf8.contains(byte)
    }

    /// Checked roughly and not rewritten: an address that passes here and is none fails when it is connected to.
    private static func bracketed(_ scalars: ArraySlice<Unicode.Scalar>) throws(KeySetURLProblem) -> String {
        let text = String(String.UnicodeScalarView(scalars)).lowercased()
        let inner = text.dropFirst().dropLast()
        let groups = inner.split(separator: ":", omittingEmptySubsequences: false)
        guard text.last == "]", (3...9).contains(groups.count),
            inner.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }),
            groups.allSatisfy({ $0.count <= 4 || $0.contains(".") }),
            groups.count == 8 || inner.contains("::") || inner.contains(".")
        else { throw .invalidIPv6Address }
        return text
    }

    /// The IPv4 address that a name stands for, in its four parts; nil for a name whose last part is no number.
    private static func address(_ name: String) throws(KeySetURLProblem) -> String? {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last == "" { parts.removeLast() }
        guard let last = parts.last, !last.isEmpty else { return nil }
        guard last.allSatisfy({ ("0"..."9").contains($0) }) || number(last) != nil else { return nil }
        var numbers: [UInt64] = []
        for part in parts {
            guard let number = number(part) else { throw .invalidIPv4Address }
            numbers.append(number)
        }
        guard numbers.count <= 4, let tail = numbers.popLast(), numbers.allSatisfy({ $0 < 256 }),
            tail < 1 << (8 * (4 - numbers.count))
        else { throw .invalidIPv4Address }
        let bits = numbers.enumerated().reduce(tail) { $0 + $1.element << (8 * (3 - UInt64($1.offset))) }
        return [24, 16, 8, 0].map { String(bits >> $0 & 0xFF) }.joined(separator: ".")
    }

    /// Decimal, octal after `0`, hexadecimal after `0x`; nil for anything else.
    private static func number(_ text: Substring) -> UInt64? {
        // UInt64(_:radix:) would take a sign.
        guard text.allSatisfy({ $0.isHexDigit || $0 == "x" }), !text.isEmpty else { return nil }
        if text.hasPrefix("0x") { return text.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16) }
        return text.count > 1 && text.hasPrefix("0") ? UInt64(text, radix: 8) : UInt64(text)
    }
}

/// Which characters a part of a URL has percent-encoded, besides controls and what is not ASCII.
struct KeySetURLEscaping {
    static let path = KeySetURLEscaping(" \"#<>?`{}")
    static let query = KeySetURLEscaping(" \"#<>'")
    static let fragment = KeySetURLEscaping(" \"<>`")

    private let escaped: String.UnicodeScalarView

    private init(_ escaped: String) {
        self.escaped = escaped.unicodeScalars
    }

    /// The first character is left alone where it is the part's own mark, `?` or `#`.
    func encoded(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        for (offset, scalar) in scalars.enumerated() {
            let isMark = offset == 0 && (scalar == "?" || scalar == "#") && !escaped.contains("?")
            if isMark || (scalar.value > 0x1F && scalar.value < 0x7F && !escaped.contains(scalar)) {
                text.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    text += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
                }
            }
        }
        return text
    }
}
