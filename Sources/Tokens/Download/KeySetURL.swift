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
