import Admin
import Certificates
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Who may use the control plane: clients on this machine that call it by its own names, until `--control-host` opens it to
/// other machines and names; never a page from elsewhere.
///
/// The check of the peer keeps the neighbours out of a server that listens on all addresses, the `Host` check stops DNS
/// rebinding, the `Origin` and `Sec-Fetch-Site` checks stop a web page that posts blindly.
struct ControlGuard: Sendable {
    private let hosts: Set<HostName>

    /// - Parameter hosts: further host names that may be used. With any, other machines may call.
    ///
    /// Throws `StartRefusal` for what no client can send as its `Host`.
    init(hosts: some Sequence<String>) throws(StartRefusal) {
        var names: Set<HostName> = []
        for host in hosts {
            guard let name = HostName(written: DomainName.ascii(host) ?? host) else {
                throw StartRefusal("--control-host must be a host without scheme and port, not \(host)")
            }
            names.insert(name)
        }
        self.hosts = names
    }

    /// Why this request may not; nil if it may.
    func refusal(of head: HTTPRequest, from client: EdgeClient) -> Reason? {
        guard mayUseProxy(client) else {
            let peer = client.remote?.ipAddress ?? "an unknown address"
            return Reason(
                ControlReason.controlForeignPeer,
                "The control plane answers to this machine only, not to \(peer); `--control-host NAME` opens it.")
        }
        let origin = Origin(scheme: "http", authority: head.authority ?? "")
        let host = origin.host
        guard Self.isWhole(origin.authority, host: host), let name = HostName(host),
            name.isLoopback || hosts.contains(name)
        else {
            return Reason(
                ControlReason.controlForeignHost,
                "The control plane does not answer to the host \(host); `--control-host \(host)` lets it."
            )
        }
        if let page = head.headerFields[.origin], page != "http://\(origin.authority)",
            page != "https://\(origin.authority)"
        {
            return Reason(ControlReason.controlCrossOrigin, "A page of \(page) may not use the control plane.")
        }
        if let site = head.headerFields[.secFetchSite], site != "same-origin", site != "none" {
            return Reason(ControlReason.controlCrossOrigin, "A \(site) page may not use the control plane.")
        }
        return nil
    }

    /// The way to the control plane for whoever follows one of our links on a page that was reached by a vendor's own name; nil for
    /// any other request. What it leads to asks all questions again.
    func detour(of head: HTTPRequest, from client: EdgeClient) -> Reply? {
        guard head.method == .get || head.method == .head, mayUseProxy(client),
            LocalAuthority.vendorNames.contains(Origin(scheme: "http", authority: head.authority ?? "").host),
            let path = head.path, let port = client.local?.port
        else { return nil }
        let host = client.isWithinThisMachine ? "127.0.0.1" : hosts.map(\.description).min() ?? "127.0.0.1"
        var reply = Reply(.temporaryRedirect)
        reply.headers[.location] = "http://\(host):\(port)\(path)"
        return reply
    }

    /// Whether a client may go through us to hosts that are nobody's: whoever may use the control plane, by its address.
    func mayUseProxy(_ client: EdgeClient) -> Bool { !hosts.isEmpty || client.isWithinThisMachine }

    /// Whether nothing but a port follows the host: `[::1].evil.test` is not the host `[::1]`.
    private static func isWhole(_ authority: String, host: String) -> Bool {
        let rest = authority.utf8.dropFirst(host.utf8.count)
        return rest.isEmpty
            || rest.first == UInt8(ascii: ":") && rest.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension EdgeClient {
    /// Whether the client is on this very machine: it calls from a loopback address, or from the address that it calls, as a
    /// health check of a server does that listens at one address only. The system drops such packets from outside.
    fileprivate var isWithinThisMachine: Bool {
        guard let remote else { return false }
        return remote.isLoopback || remote.ipAddress != nil && remote.ipAddress == local?.ipAddress
    }
}

extension SocketAddress {
    /// Whether it is an address of this very machine that no other one can send from.
    fileprivate var isLoopback: Bool {
        // What the system prints is canonical: no `::0001`, no `::ffff:7f00:1`.
        guard let address = ipAddress else { return pathname != nil }
        return address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }
}
