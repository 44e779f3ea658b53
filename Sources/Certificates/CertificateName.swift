import SwiftASN1
import X509

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a certificate is for: the name of a host, in lower case, or an address.
enum CertificateName: Hashable, Sendable {
    /// A name that may begin with `*.`, which stands for one label. Two must follow: clients take no `*.localhost`, and some none of
    /// the other names beside it.
    case host(String)
    /// Four bytes or sixteen.
    case address([UInt8])

    /// How many names one may ask for: each makes every handshake longer (ours).
    static let most = 100

    /// Nil for what is neither an address nor the name of a host in ASCII.
    init?(_ text: String) {
        if let address = Self.address(text) {
            self = .address(address)
            return
        }
        let name = text.lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isPattern = labels.first == "*"
        let plain = isPattern ? labels.dropFirst() : labels[...]
        // A last label of digits makes browsers read an address.
        guard name.utf8.count <= 253, plain.count >= (isPattern ? 2 : 1), let last = plain.last,
            plain.allSatisfy(Self.isLabel),
            !last.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        self = .host(name)
    }

    /// All that are asked for, each once. Throws for the first that is none, and for too many.
    static func all(_ texts: [String]) throws(CertificateProblem) -> [CertificateName] {
        var names: [CertificateName] = []
        for text in texts {
            guard let name = CertificateName(text) else {
                throw CertificateProblem("--tls-name \(text) is neither the name of a host nor an IP address")
            }
            if !names.contains(name) { names.append(name) }
        }
        guard names.count <= most else { throw CertificateProblem("--tls-name may be given \(most) times at most") }
        return names
    }

    /// As people write it.
    var text: String {
        switch self {
        case .host(let name): name
        case .address(let bytes): Self.text(bytes)
        }
    }

    /// Whether it stands for a host.
    func matches(_ host: String) -> Bool {
        guard case .host(let name) = self else { return false }
        guard name.hasPrefix("*.") else { return name == host }
        return host.split(separator: ".", maxSplits: 1).dropFirst().first.map { "*.\($0)" } == name
    }

    /// As certificates have it.
    var generalName: GeneralName {
        switch self {
        case .host(let name): .dnsName(name)
        case .address(let bytes): .ipAddress(.init(contentBytes: bytes[...]))
        }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-" else { return false }
        return label.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            // Compose services may have it in their names.
            case UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    private static func address(_ text: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(Int32(family), text, &bytes) == 1 { return bytes }
        }
        return nil
    }

    private static func text(_ bytes: [UInt8]) -> String {
        var text = [CChar](repeating: 0, count: 64)
        let family = Int32(bytes.count == 4 ? AF_INET : AF_INET6)
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

// MARK: - Whose names

extension CertificateName {
    /// The vendors' hosts (anchor.md 1, anon.md 1).
    static let vendors = LocalAuthority.vendorNames.map { CertificateName.host($0) }

    /// What every certificate is for: this machine, the vendors' hosts by their own names and below `localhost`, and the services
    /// of our compose file.
    static let standard: [CertificateName] =
        [.host("localhost")]
        + LocalAuthority.vendorNames.map { name in
            .host(name.split(separator: ".").dropLast().joined(separator: ".") + ".localhost")
        } + vendors + services + [.address([127, 0, 0, 1]), .address([UInt8](repeating: 0, count: 15) + [1])]

    /// The services of our compose file.
    static let services: [CertificateName] = [.host("drydock"), .host("browser")]
}
