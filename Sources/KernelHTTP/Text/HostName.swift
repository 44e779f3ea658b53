import NIOCore

/// A host as URLs and `Host` headers name it, in the one form that all its spellings come down to.
///
/// As strict as browsers are after they have read a URL: they send `127.0.0.1` for `0x7f.1` and `127.1`, so a client that sends
/// such a spelling itself is taken for no client of this machine. Zone ids name an interface, not a host, and are refused.
public struct HostName: Hashable, Sendable, CustomStringConvertible {
    private enum Kind: Hashable { case name, version4, version6 }

    /// In lower case; a name without the dot at its end, an IPv6 address at its shortest and in brackets.
    public let description: String
    private let kind: Kind

    /// Reads a host; nil if it is neither a name, nor four decimal numbers, nor an IPv6 address in brackets.
    public init?(_ text: String) {
        if text.hasPrefix("[") {
            guard text.hasSuffix("]"), let address = Self.version6(text.dropFirst().dropLast()) else { return nil }
            self.init("[\(address)]", .version6)
        } else if let address = Self.version4(text[...]) {
            self.init(address, .version4)
        } else {
            let name = text.hasSuffix(".") ? text.dropLast() : text[...]
            let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            // What ends in a number is an address to browsers, whatever comes before it.
            guard labels.allSatisfy(Self.isLabel), let last = labels.last, !Self.isNumber(last) else { return nil }
            self.init(name.lowercased(), .name)
        }
    }

    /// Reads a host as people write it: an IPv6 address may stand without its brackets.
    public init?(written text: String) {
        if let address = Self.version6(text[...]) { self.init("[\(address)]", .version6) } else { self.init(text) }
    }

    private init(_ description: String, _ kind: Kind) {
        self.description = description
        self.kind = kind
    }

    /// Whether it names this machine and nothing else, whatever DNS says (RFC 6761, 6.3; RFC 5735; RFC 4291, 2.5.3).
    public var isLoopback: Bool {
        switch kind {
        case .name: description == "localhost" || description.hasSuffix(".localhost")
        case .version4: description.hasPrefix("127.")
        case .version6: description == "[::1]" || description.hasPrefix("[::ffff:127.")
        }
    }

    /// Whether a server listens at all of the machine's addresses if it is told to listen there.
    public var isUnspecified: Bool {
        switch kind {
        case .name: false
        case .version4: description == "0.0.0.0"
        case .version6: description == "[::]" || description == "[::ffff:0.0.0.0]"
        }
    }

    /// Whether it is an IPv6 address that stands for no IPv4 one.
    public var isVersion6: Bool { kind == .version6 && !description.hasPrefix("[::ffff:") }

    // MARK: Reading

    /// The address at its shortest; nil if it is none.
    private static func version6(_ text: Substring) -> String? {
        // NIO asks the system, which would stop at a null character and take the rest for well.
        guard text.contains(":"), text.utf8.allSatisfy({ isHexadecimal($0) || $0 == 0x3A || $0 == 0x2E }) else {
            return nil
        }
        return (try? SocketAddress(ipAddress: String(text), port: 0))?.ipAddress
    }

    /// The address; nil unless it is four numbers up to 255 without signs, blanks and leading zeros.
    private static func version4(_ text: Substring) -> String? {
        let numbers = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard numbers.count == 4 else { return nil }
        for number in numbers {
            guard number.allSatisfy(isDigit), number.count == 1 || number.first != 0x30,
                UInt8(Substring(number)) != nil
            else { return nil }
        }
        return String(text)
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        !label.isEmpty
            && label.allSatisfy { byte in
                isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    private static func isNumber(_ label: Substring.UTF8View) -> Bool {
        label.allSatisfy(isDigit)
            || label.count >= 2 && label.first == 0x30 && (label.dropFirst().first.map { $0 | 0x20 }) == 0x78
                && label.dropFirst(2).allSatisfy(isHexadecimal)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
}
