package import Kernel

/// The part `browser` of a scenario: what the browsers behind sessions reach.
package struct BrowserNetworkSeed: ScenarioSection, ObjectDescribed {
    /// `browser`
    package static let name = "browser"
    /// What it is for.
    package static let summary = "What the browsers behind sessions reach, where Drydock runs some."

    /// What is reached besides the hosts that are named.
    enum Network: String, Codable, CaseIterable, Sendable { case open, closed }

    /// The most names. Ours: they stand in one argument of the browser's.
    static let mostHosts = 200

    var hosts: [String: String]?
    var network: Network?

    private enum CodingKeys: String, CodingKey { case hosts, network }

    /// The network as the machine has it.
    package init() {}

    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "hosts": "Where names of hosts lead: a host with or without scheme and port, such as http://127.0.0.1:8080.",
        "network": "What else is reached: everything (open), or only this machine (closed). Without it, open.",
    ])

    /// The network that the section describes.
    package var described: BrowserNetwork {
        let hosts = (hosts ?? [:]).compactMap { name, target -> BrowserNetwork.Host? in
            guard let name = HostAddress.host(name[...]), let address = HostAddress(target) else { return nil }
            return BrowserNetwork.Host(name: name, target: address.target, scheme: address.scheme)
        }
        return BrowserNetwork(hosts: hosts.sorted { $0.name < $1.name }, isOpen: network != .closed)
    }

    /// Names that are none, targets that are no address, names that are given twice.
    package func complaints() -> [SectionComplaint] {
        let hosts = (hosts ?? [:]).sorted { $0.key < $1.key }
        guard hosts.count <= Self.mostHosts else {
            return [SectionComplaint(path: ["hosts"], problem: "has more than \(Self.mostHosts), which is the limit")]
        }
        let wrong = hosts.compactMap { name, target -> SectionComplaint? in
            let path = ["hosts", name]
            guard HostAddress.host(name[...]) != nil, !name.hasPrefix("[") else {
                return SectionComplaint(
                    path: path, problem: "\"\(name)\" is no name of a host, such as shop.example.com")
            }
            guard HostAddress(target) != nil else {
                return SectionComplaint(
                    path: path, problem: "\"\(target)\" is no address such as http://127.0.0.1:8080 or 127.0.0.1")
            }
            return nil
        }
        let names = hosts.compactMap { name, _ in
            HostAddress.host(name[...]).map { UniqueValue(path: ["hosts", name], kind: "host", value: $0) }
        }
        return wrong + UniqueValue.complaints(about: names)
    }
}
