import SwiftASN1
import X509

/// What an authority may sign for (RFC 5280 4.2.1.10): hosts with all below them, and networks.
struct NamesAllowed: Equatable {
    /// A network: address and mask, as many bytes each.
    struct Network: Hashable {
        let address: [UInt8]
        let mask: [UInt8]
    }

    /// The topmost names.
    let hosts: [String]
    /// The networks.
    let networks: [Network]

    /// Ours, and what else is asked for.
    init(_ extra: [CertificateName], and former: NamesAllowed? = nil) {
        var hosts = ["localhost"]
        var networks = [
            Network(address: [127, 0, 0, 0], mask: [255, 0, 0, 0]),
            Network(
                address: [UInt8](repeating: 0, count: 15) + [1], mask: [UInt8](repeating: 255, count: 16)),
        ]
        for name in CertificateName.services + CertificateName.vendors + extra {
            switch name {
            case .host(let host): hosts.append(host.hasPrefix("*.") ? String(host.dropFirst(2)) : host)
            case .address(let bytes):
                networks.append(Network(address: bytes, mask: [UInt8](repeating: 255, count: bytes.count)))
            }
        }
        self.hosts = Self.unique(hosts + (former?.hosts ?? []))
        self.networks = Self.unique(networks + (former?.networks ?? []))
    }

    /// What a certificate says; nil if it does not bind those who read it, or leaves anything open.
    init?(_ certificate: Certificate) {
        guard let found = certificate.extensions[oid: .X509ExtensionID.nameConstraints], found.critical,
            let constraints = try? NameConstraints(found)
        else { return nil }
        hosts = constraints.permittedDNSDomains.map { $0.lowercased() }
        networks = constraints.permittedIPRanges.map { range in
            let half = range.bytes.count / 2
            return Network(address: Array(range.bytes.prefix(half)), mask: Array(range.bytes.dropFirst(half)))
        }
        // None of a kind means all of it.
        guard !hosts.isEmpty, !networks.isEmpty, !hosts.contains(""),
            networks.allSatisfy({ $0.address.count == $0.mask.count && $0.mask.contains { $0 != 0 } })
        else { return nil }
    }

    /// Whether certificates for `name` are believed.
    func cover(_ name: CertificateName) -> Bool {
        switch name {
        case .host(let host):
            hosts.contains { host == $0 || host.hasSuffix(".\($0)") }
        case .address(let bytes):
            networks.contains { network in
                network.address.count == bytes.count
                    && bytes.indices.allSatisfy {
                        bytes[$0] & network.mask[$0] == network.address[$0] & network.mask[$0]
                    }
            }
        }
    }

    /// As certificates have it.
    var constraints: NameConstraints {
        NameConstraints(
            permittedDNSDomains: hosts,
            permittedIPRanges: networks.map { ASN1OctetString(contentBytes: ($0.address + $0.mask)[...]) })
    }

    private static func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return elements.filter { seen.insert($0).inserted }
    }
}
