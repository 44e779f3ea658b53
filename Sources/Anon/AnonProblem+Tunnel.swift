import HTTPTypes
import Kernel

/// The tunnel's refusals (anon.md 9.2; which status the vendor's proxy sends is not known).
extension AnonProblem {
    /// The challenge: a browser sends credentials only after it.
    static var noProxyCredentials: AnonProblem {
        var problem = AnonProblem(
            .proxyAuthenticationRequired, "Proxy authentication required",
            Reason(
                "tunnel.noCredentials",
                "CONNECT without Proxy-Authorization. User = app user id, password = API key; browsers try without first."
            ))
        problem.headers[.proxyAuthenticate] = "Basic realm=\"Drydock\""
        return problem
    }

    /// A page over plain http needs no tunnel, and browsers show a proxy's answer as the page itself (anon.md 9.2).
    package static var plainHTTPThroughProxy: AnonProblem {
        AnonProblem(
            .forbidden, "Forbidden",
            Reason(
                "tunnel.plainHTTP",
                "A proxy request without CONNECT. The vendor's proxy is simulated for https pages only; open an https:// page."
            ))
    }

    static func tunnelKeyRefused(_ reason: Reason) -> AnonProblem {
        AnonProblem(
            .forbidden, "Forbidden",
            Reason("tunnel.keyRefused", "The proxy password is no good API key. \(reason.detail)"))
    }

    /// The refusal behind `net::ERR_TUNNEL_CONNECTION_FAILED` (anon.md 9, row 8).
    static func tunnelRefused(_ failure: LookUpFailure) -> AnonProblem {
        AnonProblem(.badGateway, "Bad Gateway", Reason("tunnel.userNotLinked", failure.reason.detail))
    }

    static func tunnelLeadsNowhere(_ authority: String, known: [String]) -> AnonProblem {
        let names = known.isEmpty ? "it lists none" : "it lists \(known.joined(separator: ", "))"
        return AnonProblem(
            .forbidden, "Forbidden",
            Reason(
                "tunnel.hostNotMapped",
                "\(authority) is not among the scenario's policies.tunnel.hosts (\(names)): the tunnel leads nowhere else."
            ))
    }
}
