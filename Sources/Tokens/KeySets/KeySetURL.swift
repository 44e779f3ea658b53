import Kernel

/// Where a key set is, read and written as the vendor's URL library does, as far as its complaints show it (anon.md 7).
///
/// A name that is not ASCII is put in Punycode (`DomainName`). Whether a number or what is in brackets is an address shows when it
/// is connected to.
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
        let bytes = Self.cleaned(text)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(bytes[..<colon]) else {
            throw .relative
        }
        let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw .schemeNotAllowed(url: scheme + String(decoding: bytes[colon...], as: UTF8.self))
        }
        isSecure = scheme == "https"

        let rest = bytes[(colon + 1)...].drop(while: Self.isSlash)
        let end = rest.firstIndex { Self.isSlash($0) || "?#".utf8.contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            credentials = Self.credentials(in: authority[..<at])
            authority = authority[(at + 1)...]
        } else {
            credentials = nil
        }
        let bracket = authority.firstIndex(of: UInt8(ascii: "]")) ?? authority.startIndex
        let hostEnd = authority[bracket...].firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        host = try Self.host(authority[..<hostEnd])
        port = try Self.port(authority[hostEnd...].dropFirst(), ownOfScheme: isSecure ? 443 : 80)

        let hash = rest[end...].firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
        let question = rest[end..<hash].firstIndex(of: UInt8(ascii: "?")) ?? hash
        target = Self.path(rest[end..<question]) + Self.encoded(rest[question..<hash])
        fragment = Self.encoded(rest[hash...])
    }
}

extension KeySetURL: CustomStringConvertible {
    /// As the vendor's library writes it, without credentials.
    package var description: String { origin + target + fragment }
}

// MARK: - Redirects

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

// MARK: - The parts

extension KeySetURL {
    /// Without the spaces around, and without line ends and tabs anywhere.
    private static func cleaned(_ text: String) -> ArraySlice<UInt8> {
        var bytes = Array(text.utf8).drop { $0 <= 0x20 }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        bytes.removeAll { "\t\n\r".utf8.contains($0) }
        return bytes
    }

    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { isLetter($0) || "0123456789+-.".utf8.contains($0) }
    }

    private static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

    private static func credentials(in bytes: ArraySlice<UInt8>) -> Credentials? {
        let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            .map(percentDecoded)
        let credentials = Credentials(user: parts[0], password: parts.count > 1 ? parts[1] : "")
        return credentials.user.isEmpty && credentials.password.isEmpty ? nil : credentials
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> String {
        var rest = bytes
        var decoded: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                decoded.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func host(_ given: ArraySlice<UInt8>) throws(KeySetURLProblem) -> String {
        var bytes = given
        if !given.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "%") }) {
            guard let name = DomainName.ascii(percentDecoded(given)) else { throw .invalidInternationalName }
            bytes = ArraySlice(name.utf8)
        }
        guard let first = bytes.first, let last = bytes.last else { throw .emptyHost }
        let isBracketed = first == UInt8(ascii: "[") && last == UInt8(ascii: "]")
        let isAllowed =
            isBracketed
            ? bytes.dropFirst().dropLast().allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
            : bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"#/:<>?@[\\]^|%".utf8.contains($0) }
        guard isAllowed else { throw .invalidDomainCharacter }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    private static func port(
        _ digits: ArraySlice<UInt8>, ownOfScheme own: Int
    ) throws(KeySetURLProblem) -> Int? {
        guard !digits.isEmpty else { return nil }
        // UInt16(_:) would take a sign.
        guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let port = UInt16(String(decoding: digits, as: UTF8.self))
        else { throw .invalidPort }
        return Int(port) == own ? nil : Int(port)
    }

    /// With slashes for backslashes, and without the segments `.` and `..`, of which redirects have some.
    private static func path(_ bytes: ArraySlice<UInt8>) -> String {
        var segments: [String] = []
        // The part before the first slash is empty.
        let given = bytes.split(omittingEmptySubsequences: false, whereSeparator: isSlash).dropFirst().map(encoded)
        for segment in given {
            switch segment {
            case ".": break
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        if given.last == "." || given.last == ".." { segments.append("") }
        return "/" + segments.joined(separator: "/")
    }

    /// With what a URL cannot have percent-encoded: one rule for path, query and fragment.
    private static func encoded(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.reduce(into: "") { text, byte in
            if byte > 0x20, byte < 0x7F, !"\"<>`{}".utf8.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}

// MARK: - Problems

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
    /// A character that no host name has.
    case invalidDomainCharacter
    /// Letters outside of ASCII that are no host name.
    case invalidInternationalName
}

extension KeySetURLProblem: CustomStringConvertible {
    /// The complaint of reqwest 0.11, which is what the vendor shows (anon.md 7).
    package var description: String {
        switch self {
        case .relative: "builder error: relative URL without a base"
        case .schemeNotAllowed(let url): "builder error for url (\(url)): URL scheme is not allowed"
        case .emptyHost: "builder error: empty host"
        case .invalidPort: "builder error: invalid port number"
        case .invalidDomainCharacter: "builder error: invalid domain character"
        case .invalidInternationalName: "builder error: invalid international domain name"
        }
    }
}
