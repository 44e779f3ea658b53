import HTTPTypes
import Kernel
import KernelHTTP

/// Sign-ins step by step (anchor.md 3.1).
extension Endpoint {
    static let startDynamicAuthFlow = Endpoint(
        "anchor.startDynamicAuthFlow", .post, "/v1/identities/dynamic/start/{session_id}",
        "Begin to find out how a site signs in",
        choice: """
            No page is looked at, with or without a browser: the steps are those of `anchor.signInFlows` for the host, else \
            user name, password and, for `user_mfa`, a code, with the magic users of the hosted page; the third wrong \
            password or code fails. Answers once the first step is there, by the world's clock. A sign-in that stands \
            still begins anew.
            """)
    static let getDynamicAuthFlowState = Endpoint(
        "anchor.getDynamicAuthFlowState", .get, "/v1/identities/dynamic/state/{session_id}", "Read how far it is",
        choice: """
            While `navigating`, `view` is the step that is left, and `target` the one that comes. 404 where none was \
            started. Looking is no activity.
            """)
    static let resolveDynamicAuthFlow = Endpoint(
        "anchor.resolveDynamicAuthFlow", .post, "/v1/identities/dynamic/resolve/{session_id}",
        "Choose an option or fill in a form",
        choice: """
            `choice` is an option's `step_id`. Values without an input are ignored, and may have 16 KiB together. 409 \
            where nothing is asked. What is not taken is asked again, with `credentials_rejected`.
            """)
    static let finalizeDynamicAuthFlow = Endpoint(
        "anchor.finalizeDynamicAuthFlow", .post, "/v1/identities/dynamic/finalize/{session_id}",
        "Keep the sign-in as an identity",
        choice: """
            The identity is called as the user was, without `identity_name`; it is validated as after the hosted page. A \
            profile of the same name gives way. A second call finds the same identity. `automatable` is false where an \
            option was taken that is not.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/identities/dynamic/start/{session_id}` | 200 `SignInView` |
/// | `GET /v1/identities/dynamic/state/{session_id}` | 200 `SignInStateReply` |
/// | `POST /v1/identities/dynamic/resolve/{session_id}` | 200 `SignInView` |
/// | `POST /v1/identities/dynamic/finalize/{session_id}` | 200 `{identityId, profileName, automatable, nonAutomatableReasons}` |
enum DynamicSignInController {
    static let routes: [Route<AnchorStore>] = [
        Route(.startDynamicAuthFlow, admit: AnchorAccess.apiKey, waiting: start),
        Route(.getDynamicAuthFlowState, admit: AnchorAccess.apiKey, handle: state),
        Route(.resolveDynamicAuthFlow, admit: AnchorAccess.apiKey, waiting: resolve),
        Route(.finalizeDynamicAuthFlow, admit: AnchorAccess.teamKey, handle: finalize),
    ]

    private static func start(_ call: AnchorCall) async throws -> Reply {
        let address = try StartSignInBody(call.members()).address
        let id = call.parameter("session_id")
        let flow = try call.update { (state, turn) throws(AnchorProblem) in
            try state.startSignIn(in: id, at: address, turn)
        }
        return try await view(of: flow.sessionID, call)
    }

    private static func state(_ call: AnchorCall) throws -> Reply {
        let (flow, graph, session) = try call.update { (state, turn) throws(AnchorProblem) in
            let flow = try state.signIn(in: call.parameter("session_id"), turn)
            return (flow, state.graph(of: flow), try state.session(flow.sessionID, turn))
        }
        return .json(.ok, SignInStateReply(flow, graph, at: call.now, addresses: addresses(of: session, call)))
    }

    private static func resolve(_ call: AnchorCall) async throws -> Reply {
        let answer = try ResolveSignInBody(call.members())
        let flow = try call.update { (state, turn) throws(AnchorProblem) in
            try state.resolveSignIn(in: call.parameter("session_id"), answer, turn)
        }
        return try await view(of: flow.sessionID, call)
    }

    private static func finalize(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        let kept = try call.update { (state, turn) throws in
            try state.keepSignIn(
                in: call.parameter("session_id"), identityName: try fields.nonEmpty("identity_name"),
                profileName: try fields.nonEmpty("profile_name"), turn)
        }
        return .json(.ok, KeptSignInReply(kept: kept))
    }

    /// The view of the step that a sign-in is on its way to, once it is there.
    private static func view(of session: String, _ call: AnchorCall) async throws -> Reply {
        let view: SignInView? = try await call.wait(for: "signIn/\(session)") { now in
            try call.store.read { state in
                guard let flow = state.signInFlows[session], let place = state.sessions[session] else {
                    throw AnchorProblem.noSignIn(in: session)
                }
                guard place.status(at: now) == .running || call.store.policies.unknownIDs == .adopt else {
                    throw AnchorProblem.sessionEnded(session)
                }
                let graph = state.graph(of: flow)
                let position = flow.position(at: now, in: graph)
                if let arrival = position.arrivesAt { return .later(arrival) }
                if let words = graph.discoveryError { throw AnchorProblem.discoveryFailed(words, of: flow) }
                return .found(
                    SignInView(flow, graph, at: position.place, now: now, addresses: addresses(of: place, call)))
            }
        }
        guard let view else { throw AnchorProblem.waitAbandoned }
        return .json(.ok, view)
    }

    private static func addresses(of session: Session, _ call: AnchorCall) -> SignInAddresses {
        let addresses = SessionAddresses(of: session, from: call.exchange.origin)
        return SignInAddresses(
            cdp: addresses.cdp(key: call.exchange.head.headerFields[.anchorAPIKey] ?? ""), liveView: addresses.liveView)
    }
}

// MARK: - Bodies

/// `POST …/start/{session_id}`: `{url, host}`
private struct StartSignInBody: Sendable {
    let address: WebAddress

    init(_ fields: Fields) throws {
        let url: String = try fields.required("url")
        guard let address = WebAddress(url) else { throw fields.complaint("url", "must be an http or https URL") }
        let host: String = fields.reading == .lenient ? address.host : try fields.required("host")
        guard host.lowercased() == address.host else { throw AnchorProblem.hostMismatch(host, address) }
        self.address = address
    }
}

/// `POST …/resolve/{session_id}`: `{choice}` or `{option_index, values}`, not both (anchor.md 3.1).
enum ResolveSignInBody: Sendable {
    case choice(String)
    case form(Int, [String: String])

    /// How many bytes all values may have together (ours; Limits.md).
    private static let largest = 16 << 10

    init(_ fields: Fields) throws {
        let choice: String? = try fields.optional("choice")
        let index: Int? = try fields.optional("option_index")
        if let choice {
            if fields.has("option_index") || fields.has("values") {
                throw AnchorProblem.invalid(
                    "choice must not come together with option_index and values", SignInFlowReason.answerInvalid)
            }
            self = .choice(choice)
            return
        }
        guard let index else { throw fields.complaint("option_index", "is required, with values, or choice") }
        if index < 0 { throw fields.complaint("option_index", "must be 0 or more, not \(index)") }
        let object: JSONObject =
            fields.reading == .lenient
            ? try fields.optional("values") ?? JSONObject() : try fields.required("values")
        let values = Fields(object, reading: fields.reading)
        var texts: [String: String] = [:]
        var size = 0
        for member in object.members {
            guard let text: String = try values.optional(member.name) else { continue }
            texts[member.name] = text
            size += member.name.utf8.count + text.utf8.count
        }
        if size > Self.largest {
            throw fields.complaint("values", "must not have more than \(Self.largest) bytes, which is Drydock's limit")
        }
        self = .form(index, texts)
    }
}

extension Fields {
    /// A text that has letters; nil if it is absent.
    fileprivate func nonEmpty(_ name: String) throws(FieldComplaint) -> String? {
        guard let text: String = try optional(name) else { return nil }
        if text.isEmpty {
            if reading == .lenient { return nil }
            throw complaint(name, "must not be empty")
        }
        return text
    }
}
