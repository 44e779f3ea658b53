import HTTPTypes
import Kernel
import KernelHTTP

/// Who may use the control plane: clients on this machine's own names and those it is told of, never a page from elsewhere.
///
/// The `Host` check stops DNS rebinding, the `Origin` and `Sec-Fetch-Site` checks stop a web page that posts blindly.
struct ControlGuard: Sendable {
    private let hosts: Set<String>

    /// - Parameter hosts: further host names that may be used, in lower case.
    init(hosts: some Sequence<String>) {
        self.hosts = Set(hosts.map { $0.lowercased() })
    }

    /// Why this request may not; nil where it may.
    func refusal(of head: HTTPRequest) -> Reason? {
        let origin = Origin(scheme: "http", authority: head.authority ?? "")
        guard HostName.isLoopback(origin.host) || hosts.contains(origin.host) else {
            return Reason(
                "control.foreignHost",
                "The control plane does not answer to the host \(origin.host); `--control-host \(origin.host)` lets it."
            )
        }
        if let page = head.headerFields[.origin], page != "http://\(origin.authority)",
            page != "https://\(origin.authority)"
        {
            return Reason("control.crossOrigin", "A page of \(page) may not use the control plane.")
        }
        if let site = head.headerFields[.secFetchSite], site != "same-origin", site != "none" {
            return Reason("control.crossOrigin", "A \(site) page may not use the control plane.")
        }
        return nil
    }
}
