import Anchor
import Edge
import HTTPTypes
import Kernel
import KernelHTTP

/// What the `Host` of a request says about whom it is meant for.
enum VirtualHost: Equatable {
    /// One of Anchor's names: `api.anchorbrowser.io`, `app.anchorbrowser.localhost`.
    case anchor
    /// Anon's API: `svc.sandbox.anon.com`, `svc.prod.anon.localhost`.
    case anon
    /// Anon's Link page: `link.svc.sandbox.anon.com`.
    case anonLink
    /// Neither: `127.0.0.1:4010`, a compose service. Paths decide.
    case bare

    /// - Parameter authority: the host that the client wrote, with or without a port.
    init(authority: String) {
        // An address or this machine is nobody's, and what nearly all requests have.
        guard let first = authority.utf8.first, first != UInt8(ascii: "["), !(0x30...0x39).contains(first),
            !authority.utf8.starts(with: "localhost:")
        else {
            self = .bare
            return
        }
        self.init(Origin(scheme: "http", authority: authority).host)
    }

    /// - Parameter host: the host without port, in lower case.
    init(_ host: String) {
        let labels = host.split(separator: ".")
        if labels.contains("anchorbrowser") {
            self = .anchor
        } else if labels.dropLast().last == "anon" {
            self = labels.first == "link" ? .anonLink : .anon
        } else {
            self = .bare
        }
    }
}

/// Whom a request is for, by its host and, on a host that names nobody, by its path (Anon.md).
struct Destination: Sendable {
    /// Who answers.
    let router: VendorRouter
    /// The path in the router's terms: the Link page, which the vendor has at `/` of a host of its own, is `/link` here.
    let path: Substring

    /// - Parameters:
    ///   - anchor: answers on Anchor's hosts, and on bare ones to whatever has its key or is not Anon's.
    ///   - anon: answers on Anon's hosts, and on bare ones to its own paths.
    init(
        of exchange: Exchange, _ signposts: Signposts, host: VirtualHost, anchor: VendorRouter, anon: VendorRouter
    ) {
        // The host of what a proxy is asked for is where the client wants to go.
        if exchange.head.method == .connect || signposts.isForProxy {
            self.init(router: anon, path: exchange.path)
            return
        }
        let isRoot = exchange.path == "/"
        switch host {
        case .anchor: self.init(router: anchor, path: exchange.path)
        case .anon: self.init(router: anon, path: exchange.path)
        case .anonLink: self.init(router: anon, path: isRoot ? "/link" : exchange.path)
        case .bare:
            if signposts.anchorKey != nil {
                self.init(router: anchor, path: exchange.path)
            } else if isRoot, exchange.asksForLink {
                self.init(router: anon, path: "/link")
            } else if anon.knows(exchange.path), case .refused(.unknownPath) = anchor.find(.get, at: exchange.path) {
                self.init(router: anon, path: exchange.path)
            } else {
                self.init(router: anchor, path: exchange.path)
            }
        }
    }

    private init(router: VendorRouter, path: Substring) {
        self.router = router
        self.path = path
    }
}

extension Exchange {
    /// Whether the query is that of a Link page.
    fileprivate var asksForLink: Bool {
        let query = query
        return query["sessionId"] == nil && (query["app"] != nil || query["clientId"] != nil)
    }
}

/// A request that has entered its world.
struct Arrival: Sendable {
    let world: World
    let exchange: Exchange
    /// Why nothing is done: its body could not be taken, or it is in the default world although it belongs elsewhere.
    let refusal: RoutingRefusal?
    let signposts: Signposts
    let destination: Destination
    let charge: ByteCharge?
    /// When it came in, in real time.
    let began: ContinuousClock.Instant
}
