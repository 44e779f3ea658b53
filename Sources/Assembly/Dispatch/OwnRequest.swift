import Admin
import AsyncHTTPClient
import HTTPTypes
import Kernel
import KernelHTTP
import NIOHTTP1

/// Requests that a Drydock sends: downloads of key sets and deliveries to callbacks and webhooks, whose addresses customers choose. None may
/// reach a Drydock, whose control plane takes whatever comes from its own machine, and whose worlds begin with whoever names one.
///
/// They are known by a header, not by where they go to: names, addresses, redirects and forwarded ports that lead to a server
/// are without number, and what is true when a name is looked up need not be when the connection is made.
enum OwnRequest {
    /// The name of `HTTPField.Name.drydockOutgoing` for the client that sends them.
    static let header = HTTPField.Name.drydockOutgoing.rawName
    /// What it says in downloads of key sets.
    static let keySet = "key-set"
    /// What it says in deliveries to callbacks.
    static let callback = "callback"
    /// What it says in deliveries to webhooks.
    static let webhook = "webhook"
    /// What it says in the answer.
    private static let refused = "refused"

    /// Why they are refused.
    static let reason = Reason(
        ControlReason.controlOwnRequest,
        "The address leads to Drydock itself, which takes no calls of its own. Give the address of your own server.")

    /// Whether this one is refused: each but a download of the built-in key set, which scenarios have as a pool's own, and
    /// which a rule may answer in its place.
    ///
    /// - Parameter kind: what its header says; nil for all requests but our own.
    static func isRefused(_ head: HTTPRequest, saying kind: String?) -> Bool {
        guard let kind else { return false }
        return kind != keySet || head.method != .get || !isKeySet(head.path ?? "")
    }

    /// Whether a target is that of the key set, without anything in its query that could begin a world: `world=NAME` leads only to one
    /// that there is.
    private static func isKeySet(_ target: String) -> Bool {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0] == "/.well-known/jwks.json" else { return false }
        return parts.count == 1 || !PercentCoding.decode(parts[1], plusIsSpace: false).contains("@")
    }

    /// The answer to one, by `vendor`.
    static func refusal(by vendor: any Vendor) -> Reply {
        var reply = vendor.refusal(.forbidden(reason))
        reply.headers[.drydockOutgoing] = refused
        return reply
    }

    /// Whether the answer is that of a Drydock which refuses.
    static func isRefusal(_ response: HTTPClientResponse) -> Bool {
        response.headers.first(name: header) == refused
    }
}
