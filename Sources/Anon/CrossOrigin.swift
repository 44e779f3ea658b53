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
    /// The method that the page wants to call with; nil if no browser asks.
    let method: HTTPRequest.Method?
    /// The headers that the page wants to send.
    let headers: [String]
    /// Whether the page lies in a more public network than Drydock.
    let asksForPrivateNetwork: Bool

    init(_ request: HTTPRequest) {
        let fields = request.headerFields
        origin = fields[.origin]
        method = fields[.accessControlRequestMethod].flatMap { HTTPRequest.Method($0) }
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

/// Preflights (anon.md 9.1). Those of the account paths are known by name; `preflight` is that of every other path.
extension Endpoint {
    fileprivate static let preflightAppIntegration = preflight(
        "AppIntegration", "appIntegration", to: "read an app or list them all")
    fileprivate static let preflightSession = preflight("Session", "session", to: "read or delete a session")
    fileprivate static let preflightSessionStatus = preflight(
        "SessionStatus", "session/status", to: "read a session's status")
    fileprivate static let preflightSessionList = preflight("SessionList", "session/list", to: "list sessions")
    fileprivate static let preflightSessionAccessGrant = preflight(
        "SessionAccessGrant", "sessionAccessGrant", to: "grant the use of a session or take it back")
    fileprivate static let preflight = Endpoint(
        "anon.preflight", .options, "*", "Let a page of another origin make any other call",
        provenance: .undocumented,
        choice: """
            Every path whose answers a page may read has a preflight, by the same policy `cors`: `asExplained` answers \
            a bare 401 where the call needs credentials. An OPTIONS that is no preflight answers 405.
            """)

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
/// | `OPTIONS *` | the same for a preflight to any other path; 405 where it is none |
struct PreflightController: Sendable {
    /// What a browser may ask for, in the order in which answers name it; CONNECT is no page's to send.
    private static let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete]

    private let calls: Router
    /// Of every call by its number, whether it is open to everybody.
    private let areOpen: [Bool]

    /// - Parameter routes: what can be called; a new operation has its preflight by being among them.
    init(_ routes: [Route<AnonStore>]) {
        calls = Router(routes.map(\.endpoint))
        areOpen = routes.map(\.isOpen)
    }

    var routes: [Route<AnonStore>] {
        let named: [Endpoint] = [
            .preflightSession, .preflightSessionStatus, .preflightSessionList, .preflightSessionAccessGrant,
        ]
        return [
            Route(
                .preflightAppIntegration, handle: { try appIntegration($0, at: Endpoint.preflightAppIntegration.path) })
        ] + named.map { endpoint in Route(endpoint, handle: { try answer($0, at: endpoint.path) }) }
            + [Route(.preflight, handle: other)]
    }

    /// The gateway cannot know the credentials of the request to come; the last Link page for this app stands in for them.
    private func appIntegration(_ call: AnonCall, at path: String) throws -> Reply {
        let app = call.query("id") ?? ""
        return try answer(call, at: path, isAdmitted: call.store.read { $0.refusedLinkPages[app] == false })
    }

    @Sendable private func other(_ call: AnonCall) throws -> Reply {
        let path = call.parameter("path")
        let preflight = Preflight(call.exchange.head)
        guard preflight.origin != nil, preflight.method != nil, !methods(at: path).isEmpty else {
            guard case .refused(let refusal) = calls.find(.options, at: path[...]) else {
                throw AnonProblem.internalError("a call with OPTIONS")
            }
            throw AnonProblem(refusal)
        }
        return try answer(call, at: path)
    }

    private func answer(_ call: AnonCall, at path: String, isAdmitted: Bool = false) throws -> Reply {
        let (policies, preflight) = (call.store.policies, Preflight(call.exchange.head))
        return try CrossOriginPolicy(policies.crossOrigin).answer(
            preflight, methods: methods(at: path), isAdmitted: isAdmitted || isOpen(preflight.method, at: path),
            policies: policies)
    }

    private func methods(at path: String) -> [HTTPRequest.Method] {
        guard case .refused(.wrongMethod(let allowed)) = calls.find(.options, at: path[...]) else { return [] }
        return Self.methods.filter(allowed.contains)
    }

    /// Authorisation comes before nothing where there is none.
    private func isOpen(_ method: HTTPRequest.Method?, at path: String) -> Bool {
        guard let method, case .found(let call, _) = calls.find(method, at: path[...]) else { return false }
        return areOpen[call]
    }
}
