/// What the browsers of a world reach, and where names of hosts lead in them.
package struct BrowserNetwork: Sendable, Equatable {
    /// A name that leads to an address of somebody's choice.
    package struct Host: Sendable, Equatable {
        /// The name as pages have it, in lower case and ASCII: `shop.example.com`.
        package var name: String
        /// Where it leads: a host, with its port if every port is to lead there.
        package var target: String
        /// `http` or `https`, where the target speaks only that; nil if nobody said.
        package var scheme: String?

        /// A name and its target.
        package init(name: String, target: String, scheme: String? = nil) {
            self.name = name
            self.target = target
            self.scheme = scheme
        }
    }

    /// The names that lead elsewhere, in the order of their names.
    package var hosts: [Host]
    /// Whether anything else is reached than these names, `localhost` and this machine's own addresses.
    package var isOpen: Bool

    /// The network as the machine has it, unless something else is said.
    package init(hosts: [Host] = [], isOpen: Bool = true) {
        self.hosts = hosts
        self.isOpen = isOpen
    }

    /// The one scheme that pages of this host have here; nil if the name does not lead elsewhere, or nobody said.
    package func scheme(of host: String) -> String? { hosts.first { $0.name == host }?.scheme }
}
