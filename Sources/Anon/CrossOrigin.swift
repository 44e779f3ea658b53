import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// How browsers of another origin are answered (anon.md 9.1): as data, so that the vendor's trap – a bare 401 behind a good
/// preflight – is one choice among three.
struct CrossOriginPolicy: Sendable {
    /// What a page may always send (anon.md 1).
    private static let headers = ["Authorization", "Content-Type", "X-Anon-Sdk-Client-Id", "X-Anon-App-User-Id"]

    private static let refused = Reason(
        AnonReason.corsPreflightRefused,
        "Authorisation comes before CORS here (policy cors: asExplained), and a preflight never carries credentials. That of "
            + "an app's integration passes once a Link page for this app was opened with credentials that are good.")

    private let choice: AnonPolicies.CrossOrigin

    init(_ choice: AnonPolicies.CrossOrigin) {
        self.choice = choice
    }

    /// The answer, with the headers that let a page of another origin read it, if the policy gives them to its status.
    ///
    /// The gateway's own 401 goes out before its CORS plugin acts (anon.md 9.1), so it is bare unless the policy is `open`. A
    /// rule's answer keeps the header that the rule gives it; an empty one takes the header away.
    func addHeaders(_ reply: Reply, of exchange: Exchange) -> Reply {
        if reply.headers[.accessControlAllowOrigin]?.isEmpty == true {
            var bare = reply
            bare.headers[.accessControlAllowOrigin] = nil
            return bare
        }
        guard let origin = exchange.head.headerFields[.origin], exchange.head.method != .options,
            reply.status.code != 401 || choice == .open, reply.headers[.accessControlAllowOrigin] == nil
        else { return reply }
        var reply = reply
        reply.headers[.accessControlAllowOrigin] = origin
        reply.headers[.vary] = "Origin"
        return reply
    }

    /// The answer to a preflight for a path that has `methods`, with whatever headers the page wants to send: nothing that a
    /// client needs in a test should fail here alone.
    ///
    /// - Parameter isAdmitted: whether the gateway lets it through where authorisation comes first.
    /// - Throws: the bare 401 of `asExplained`.
    fileprivate func answer(
        _ preflight: Preflight, methods: [HTTPRequest.Method], isAdmitted: Bool, policies: AnonPolicies
    ) throws(AnonProblem) -> Reply {
        guard choice != .asExplained || isAdmitted else { throw .unauthorized(Self.refused, policies) }
        var reply = Reply(.noContent, headers: [.vary: "Origin"])
        guard let origin = preflight.origin else { return reply }
        let asked = preflight.headers.filter { name in
            !Self.headers.contains { $0.lowercased() == name.lowercased() }
        }
        reply.headers[.accessControlAllowOrigin] = origin
        reply.headers[.accessControlAllowMethods] =
            (methods + [.options]).map(\.rawValue).joined(separator: ", ")
        reply.headers[.accessControlAllowHeaders] = (Self.headers + asked).joined(separator: ", ")
        // Nothing is remembered, so that each exchange is seen and another policy shows at once.
        reply.headers[.accessControlMaxAge] = "0"
        if preflight.asksForPrivateNetwork { reply.headers[.accessControlAllowPrivateNetwork] = "true" }
        return reply
    }
}

/// What a browser asks before a page of another origin may call (Fetch standard).
private struct Preflight: Sendable {
    /// Whose page it is; nil if no browser asks.
    let origin: String?
    /// The headers that the page wants to send.
    let headers: [String]
    /// Whether the page lies in a more public network than Drydock.
    let asksForPrivateNetwork: Bool

    init(_ request: HTTPRequest) {
        let fields = request.headerFields
        origin = fields[.origin]
        headers = (fields[.accessControlRequestHeaders] ?? "").split(separator: ",").compactMap { part in
            HTTPField.Name(String(part.filter { $0 != " " }))?.rawName
        }
        asksForPrivateNetwork = fields[.accessControlRequestPrivateNetwork] == "true"
    }
}

/// Header names of the Fetch standard that HTTPTypes has no names for.
extension HTTPField.Name {
    static let accessControlAllowPrivateNetwork = named("Access-Control-Allow-Private-Network")
    static let accessControlRequestPrivateNetwork = named("Access-Control-Request-Private-Network")
}

// MARK: - Operations

/// Preflights of the account paths (anon.md 9.1).
extension Endpoint {
    static let preflightAppIntegration = preflight(
        "AppIntegration", "appIntegration", to: "read an app or list them all")
    static let preflightSession = preflight("Session", "session", to: "read or delete a session")
    static let preflightSessionStatus = preflight("SessionStatus", "session/status", to: "read a session's status")
    static let preflightSessionList = preflight("SessionList", "session/list", to: "list sessions")
    static let preflightSessionAccessGrant = preflight(
        "SessionAccessGrant", "sessionAccessGrant", to: "grant the use of a session or take it back")

    private static func preflight(_ name: String, _ path: String, to purpose: String) -> Endpoint {
        Endpoint(
            "anon.preflight\(name)", .options, "/account/api/v1/\(path)", "Let a page of another origin \(purpose)",
            provenance: .undocumented,
            choice: """
                The policy `cors` says which answer it is: `asQuoted` and `open` let every origin through; `asExplained` \
                answers a bare 401, but lets a page read an app whose Link page was last opened with good credentials. \
                Browsers are told to remember nothing.
                """)
    }
}

/// | call | answer |
/// |---|---|
/// | `OPTIONS /account/api/v1/…` | 204, or the bare 401 of `cors: asExplained` |
enum PreflightController {
    static let routes: [Route<AnonStore>] = [
        Route(.preflightAppIntegration, handle: appIntegration),
        Route(.preflightSession, handle: { try answer($0, methods: [.get, .delete]) }),
        Route(.preflightSessionStatus, handle: { try answer($0, methods: [.get]) }),
        Route(.preflightSessionList, handle: { try answer($0, methods: [.get]) }),
        Route(.preflightSessionAccessGrant, handle: { try answer($0, methods: [.post, .delete]) }),
    ]

    /// The gateway cannot know the credentials of the request to come; the last Link page for this app stands in for them.
    @Sendable private static func appIntegration(_ call: AnonCall) throws -> Reply {
        let app = call.query("id") ?? ""
        return try answer(call, methods: [.get], isAdmitted: call.store.read { $0.refusedLinkPages[app] == false })
    }

    private static func answer(
        _ call: AnonCall, methods: [HTTPRequest.Method], isAdmitted: Bool = false
    ) throws -> Reply {
        let policies = call.store.policies
        return try CrossOriginPolicy(policies.crossOrigin).answer(
            Preflight(call.exchange.head), methods: methods, isAdmitted: isAdmitted, policies: policies)
    }
}
