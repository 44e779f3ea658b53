import FoundationEssentials
package import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// The proxy through which Anon's browsers reach a user's sites (anon.md 8 and 9.2; Anon.md).
///
/// | call | answer |
/// |---|---|
/// | `CONNECT name:443` | 200 and the tunnel; 407, 403 or 502 if there is none |
enum TunnelController {
    static let routes: [Route<AnonStore>] = [Route(.openTunnel, handle: open)]

    /// Only a refusal that is neither 2xx nor 407 makes a browser show `ERR_TUNNEL_CONNECTION_FAILED` (anon.md 9.2).
    @Sendable private static func open(_ call: AnonCall) throws -> Reply {
        guard let credentials = ProxyCredentials(call.exchange.head) else { throw AnonProblem.noProxyCredentials }
        let tunnel = call.store.policies.tunnel
        try call.store.read { (state) throws(AnonProblem) in
            try state.checkTunnel(of: credentials, call.turn)
        }
        let authority = call.exchange.head.authority ?? ""
        let name = Origin(scheme: "https", authority: authority).host
        guard let address = tunnel.hosts?[name].flatMap(NetworkAddress.init) else {
            throw AnonProblem.tunnelLeadsNowhere(authority, known: (tunnel.hosts ?? [:]).keys.sorted())
        }
        var reply = Reply(HTTPResponse.Status(code: 200, reasonPhrase: "Connection established"))
        reply.tunnel = address
        return reply
    }
}

extension Endpoint {
    static let openTunnel = Endpoint(
        "anon.openTunnel", .connect, "/", "Open a tunnel to a host for a linked user's browser",
        provenance: .undocumented,
        choice: """
            That a proxy refuses users who never linked is known by what browsers print. Statuses and bodies are ours. \
            The proxy user is the app user id, the proxy password the API key. It leads only to the names of the \
            policy `tunnel.hosts` and is never an open proxy. No credentials answer 407, a refused key or another name \
            403, a user who never linked 502.
            """)
}

// MARK: - Credentials

/// What a browser says to the tunnel: the app user's id as user, the API key as password (Anon.md).
package struct ProxyCredentials: Sendable, Equatable {
    /// The customer's id of the app user.
    let appUserID: String
    /// The API key, with `@world` at its end if the client wrote it.
    package let key: String

    /// The credentials of a request's `Proxy-Authorization: Basic`; nil if there are none.
    package init?(_ head: HTTPRequest) {
        guard let header = head.headerFields[.proxyAuthorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", let data = Data(base64Encoded: String(parts[1])),
            // The last colon: an app user's id may have some, a key has none.
            let colon = data.lastIndex(of: UInt8(ascii: ":"))
        else { return nil }
        appUserID = String(decoding: data[..<colon], as: UTF8.self)
        key = String(decoding: data[(colon + 1)...], as: UTF8.self)
    }
}

// MARK: - Who may use it

/// Who may use the tunnel.
extension AnonState {
    /// Throws 403 for a key that is refused, 502 for a user who never linked.
    fileprivate func checkTunnel(of credentials: ProxyCredentials, _ turn: AnonTurn) throws(AnonProblem) {
        let caller: Caller
        do throws(BearerRefusal) {
            caller = try self.caller(bearer: Bearer(credentials.key), inAnyKeySpace: turn)
        } catch {
            throw .tunnelKeyRefused(error.reason)
        }
        do throws(LookUpFailure) {
            _ = try lookUp(caller.appUser(credentials.appUserID), turn)
        } catch {
            throw .tunnelRefused(error)
        }
    }

    /// A proxy's host names no environment, so the key's own counts.
    private func caller(bearer: Bearer?, inAnyKeySpace turn: AnonTurn) throws(BearerRefusal) -> Caller {
        do throws(BearerRefusal) {
            return try caller(bearer: bearer, keySpace: .sandbox, turn)
        } catch .otherKeySpace(let own, _) {
            return try caller(bearer: bearer, keySpace: own, turn)
        }
    }
}

// MARK: - Refusals

/// The tunnel's refusals (anon.md 9.2; which status the vendor's proxy sends is not known).
extension AnonProblem {
    /// The challenge: a browser sends credentials only after it.
    fileprivate static var noProxyCredentials: AnonProblem {
        var problem = AnonProblem(
            .proxyAuthenticationRequired, "Proxy authentication required",
            Reason(
                AnonReason.tunnelNoCredentials,
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
                AnonReason.tunnelPlainHTTP,
                "A proxy request without CONNECT. The vendor's proxy is simulated for https pages only; open an https:// page."
            ))
    }

    /// A password that is not a valid API key.
    fileprivate static func tunnelKeyRefused(_ reason: Reason) -> AnonProblem {
        AnonProblem(
            .forbidden, "Forbidden",
            Reason(AnonReason.tunnelKeyRefused, "The proxy password is no good API key. \(reason.detail)"))
    }

    /// The refusal behind `net::ERR_TUNNEL_CONNECTION_FAILED` (anon.md 9, row 8).
    fileprivate static func tunnelRefused(_ failure: LookUpFailure) -> AnonProblem {
        AnonProblem(.badGateway, "Bad Gateway", Reason(AnonReason.tunnelUserNotLinked, failure.reason.detail))
    }

    /// A name that the scenario does not map.
    fileprivate static func tunnelLeadsNowhere(_ authority: String, known: [String]) -> AnonProblem {
        let names = known.isEmpty ? "it lists none" : "it lists \(known.joined(separator: ", "))"
        return AnonProblem(
            .forbidden, "Forbidden",
            Reason(
                AnonReason.tunnelHostNotMapped,
                "\(authority) is not among the scenario's policies.tunnel.hosts (\(names)): the tunnel leads nowhere else."
            ))
    }
}
