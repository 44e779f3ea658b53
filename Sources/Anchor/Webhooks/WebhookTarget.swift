import Kernel
import KernelHTTP

/// Where webhooks may lead: the vendor's rules for their addresses (anchor.md 8.1), and what the policy `webhookTargets` adds.
enum WebhookTarget {
    /// The longest address, in characters.
    static let longest = 2048

    /// What is wrong with an address; nil if nothing is.
    ///
    /// Only what is written is looked at, never what DNS says of a name.
    static func problem(of text: String, _ targets: WebhookPolicies.Targets) -> Problem? {
        guard (1...longest).contains(text.unicodeScalars.count) else {
            return .malformed(text.isEmpty ? "must not be empty" : "must not be longer than \(longest) characters")
        }
        if hasUser(text) { return .malformed("must not have a user or password in it") }
        guard let address = WebAddress(text) else { return .malformed("must be an https URL") }
        guard let host = HostName(address.host) else {
            return .refused("\(address.host) is neither a name nor an address in its usual form")
        }
        let isOpen = targets == .any || targets == .loopback && host.isLoopback
        if !isOpen, let complaint = complaint(about: host) { return .refused(complaint) }
        guard address.scheme == "https" || targets != .vendor else { return .insecure }
        return nil
    }

    /// What can be wrong.
    enum Problem: Equatable {
        /// It is no URL that could be used, for this reason.
        case malformed(String)
        /// It is not https.
        case insecure
        /// Nothing is ever sent there, for this reason.
        case refused(String)
    }

    private static func hasUser(_ text: String) -> Bool {
        let behindScheme = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
        return behindScheme.prefix { !"/?#".contains($0) }.contains("@")
    }

    private static func complaint(about host: HostName) -> String? {
        let name = host.description
        if host.isLoopback || name == "localhost" { return "\(name) is the sender's own machine" }
        if name.hasPrefix("[") || HostAddress(name) != nil {
            guard let address = HostAddress(name), address.isPublic else { return "\(name) is no public address" }
            return nil
        }
        let labels = name.split(separator: ".")
        if labels.count < 2 || internalEndings.contains(where: name.hasSuffix) {
            return "\(name) is a name of a private network"
        }
        if amazonEndings.contains(where: name.hasSuffix), labels.contains(where: amazonServices.contains) {
            return "\(name) is a service that hands out credentials"
        }
        return nil
    }

    private static let internalEndings = [".local", ".internal", ".localhost", ".localdomain", ".lan", ".home.arpa"]
    private static let amazonEndings = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonwebservices.com.cn"]
    private static let amazonServices: Set<Substring> = [
        "sts", "sts-fips", "iam", "iam-fips", "eks", "eks-fips", "eks-auth", "oidc-eks",
    ]
}

/// An IP address by its bytes.
private struct HostAddress {
    private let bytes: [UInt8]

    /// Reads an IPv4 address, or an IPv6 address in brackets, as `HostName` writes them.
    init?(_ text: String) {
        if text.hasPrefix("[") {
            guard let bytes = Self.version6(text.dropFirst().dropLast()) else { return nil }
            self.bytes = bytes
        } else {
            guard let bytes = Self.version4(text[...]) else { return nil }
            self.bytes = bytes
        }
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return numbers.count == 4 && !numbers.contains(nil) ? numbers.compactMap(\.self) : nil
    }

    /// Two colons stand for as many zeros as are missing.
    private static func version6(_ text: Substring) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false).map(groups)
        guard let head = halves.first, let head else { return nil }
        guard halves.count == 2, let tail = halves[1] else { return head.count == 16 ? head : nil }
        guard head.count + tail.count <= 16 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        for group in text.split(separator: ":") {
            if let version4 = version4(group) {
                bytes += version4
            } else if let number = UInt16(group, radix: 16) {
                bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
            } else {
                return nil
            }
        }
        return bytes
    }

    private init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Whether it is one of a machine on the Internet (RFC 6890 and what it was extended by).
    var isPublic: Bool { bytes.count == 4 ? isPublicVersion4 : isPublicVersion6 }

    private var isPublicVersion4: Bool {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (224..., _, _), (169, 254, _), (192, 168, _), (172, 16...31, _),
            (100, 64...127, _), (198, 18...19, _), (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 51, 100),
            (203, 0, 113):
            false
        // Azure's services for its own machines.
        case (168, 63, 129): bytes[3] != 16
        default: true
        }
    }

    private var isPublicVersion6: Bool {
        // What stands for an IPv4 address: mapped, translated (NAT64), tunnelled (6to4).
        if bytes.prefix(12).elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
            || bytes.prefix(12).elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
        {
            return HostAddress(bytes.suffix(4)).isPublic
        }
        if bytes.starts(with: [0x20, 0x02]) { return HostAddress(bytes[2..<6]).isPublic }
        // Teredo and addresses for documentation.
        if bytes.starts(with: [0x20, 0x01, 0, 0]) || bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) { return false }
        return bytes[0] & 0xE0 == 0x20
    }
}
