import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP

/// Sign-ins that are led step by step (anchor.md 3.1).
extension AnchorState {
    /// The graph of a host: what is scripted for it, for its subdomains with `*.` before it, or for all (`*`); the first that fits.
    /// Without one it is the default.
    func signInGraph(of host: String) -> (key: String?, graph: SignInGraph) {
        let scripted = signInGraphs.tree.sorted { $0.value.ordinal < $1.value.ordinal }.first { key, _ in
            key == host || key == "*" || key.hasPrefix("*.") && host.hasSuffix(key.dropFirst())
        }
        return (scripted?.key, scripted?.value ?? .standard)
    }

    /// The graph that a sign-in goes through.
    func graph(of flow: DynamicSignIn) -> SignInGraph {
        flow.graphKey.flatMap { signInGraphs[$0] } ?? .standard
    }

    /// Begins a sign-in in a session that runs, or begins it again. Throws while a step of it is on its way.
    mutating func startSignIn(
        in id: String, at address: WebAddress, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> DynamicSignIn {
        let session = try sessionInUse(id, turn)
        let former = signInFlows[session.id]
        if let former, let end = former.position(at: turn.now, in: graph(of: former)).arrivesAt {
            throw .signInMoving(former, until: end)
        }
        let (key, graph) = signInGraph(of: address.host)
        let ordinal: Int64
        if let former { ordinal = former.ordinal } else { ordinal = try reserve(turn.policies) }
        let flow = DynamicSignIn(
            sessionID: session.id, ordinal: ordinal, url: address.text, host: address.host, graphKey: key, in: graph,
            taking: stepTakes(in: graph, turn), at: turn.now)
        signInFlows[session.id] = flow
        return flow
    }

    /// The sign-in in a session that runs. Throws 404 if there is none.
    mutating func signIn(in id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> DynamicSignIn {
        let session = try session(id, turn)
        guard session.status(at: turn.now) == .running else { throw .sessionEnded(session.id) }
        guard let flow = signInFlows[session.id] else { throw .noSignIn(in: session.id) }
        return flow
    }

    /// The same, where something is to be done with it: throws 409 where the site is one of which nothing can be found out.
    private mutating func discoveredSignIn(
        in id: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> (flow: DynamicSignIn, graph: SignInGraph) {
        let flow = try signIn(in: id, turn)
        let graph = graph(of: flow)
        if let words = graph.discoveryError { throw .discoveryFailed(words, of: flow) }
        return (flow, graph)
    }

    /// Answers what the sign-in in a session asks.
    mutating func resolveSignIn(
        in id: String, _ answer: ResolveSignInBody, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> DynamicSignIn {
        let (known, graph) = try discoveredSignIn(in: id, turn)
        var flow = known
        let span = stepTakes(in: graph, turn)
        do throws(DynamicSignIn.Refusal) {
            switch answer {
            case .choice(let choice): try flow.choose(choice, in: graph, taking: span, at: turn.now)
            case .form(let index, let values):
                try flow.fill(option: index, with: values, in: graph, taking: span, at: turn.now)
            }
        } catch {
            throw AnchorProblem(error, of: flow)
        }
        try useSession(id, turn)
        signInFlows[flow.sessionID] = flow
        return flow
    }

    /// What a sign-in was kept as.
    struct KeptSignIn: Sendable {
        let identityID: String
        let profileName: String
        let obstacles: [String]
    }

    /// Keeps a sign-in that is complete as an identity with a profile; a second call finds the same ones (ours).
    mutating func keepSignIn(
        in id: String, identityName: String?, profileName: String?, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> KeptSignIn {
        let (known, graph) = try discoveredSignIn(in: id, turn)
        var flow = known
        do throws(DynamicSignIn.Refusal) {
            try flow.checkAuthenticated(in: graph, at: turn.now)
        } catch {
            throw AnchorProblem(error, of: flow)
        }
        if let keepsake = flow.keepsake, identities[keepsake.identityID] != nil {
            return KeptSignIn(
                identityID: keepsake.identityID, profileName: keepsake.profileName, obstacles: flow.obstacles)
        }
        guard let site = WebAddress(flow.url) else { throw .noSignIn(in: flow.sessionID) }
        // All or nothing: the identity, its site and the profile.
        try checkCapacity(turn.policies, for: 4)
        let profile = profileName ?? "profile-\(flow.sessionID)"
        let draft = Identity.Draft(
            name: identityName ?? flow.userName ?? Identity.Draft.unnamed, source: site.text,
            credentials: flow.credentials,
            validation: .afterPage(isPending: flow.user == .pending, turn))
        let identity = try createIdentity(draft, at: SiteDetails(site: site), turn)
        try putProfile(Profile.Draft(name: profile, sessionID: flow.sessionID), turn)
        watch(.identity, identity.id, turn)
        flow.keepsake = DynamicSignIn.Keepsake(identityID: identity.id, profileName: profile)
        signInFlows[flow.sessionID] = flow
        try useSession(id, turn)
        return KeptSignIn(identityID: identity.id, profileName: profile, obstacles: flow.obstacles)
    }

    private func stepTakes(in graph: SignInGraph, _ turn: AnchorTurn) -> TimeSpan {
        graph.stepTakes ?? turn.policies.dynamicSignIn.stepTakes
    }
}

// MARK: - What is kept of what was typed

extension DynamicSignIn {
    /// The name that the user signed in with.
    fileprivate var userName: String? {
        entries.lazy.filter { $0.option.kind == .credentials }.compactMap { entry in
            entry.option.inputs.first { !$0.isPassword }.flatMap { entry.values[$0.name] }
        }.first
    }

    /// Whom the magic user name stands for.
    fileprivate var user: MagicUser? { userName.flatMap(MagicUser.init(rawValue:)) }

    /// Name and password, secrets that make codes, and whatever else was typed that is good for more than once.
    fileprivate var credentials: [Credential] {
        var found: [Credential] = []
        let password = entries.lazy.filter { $0.option.kind == .credentials }.compactMap { entry in
            entry.option.inputs.first(where: \.isPassword).flatMap { entry.values[$0.name] }
        }.first
        if userName != nil || password != nil {
            found.append(.usernamePassword(username: userName ?? "", password: password ?? ""))
        }
        for entry in entries {
            switch entry.option.kind {
            case .totpSecret:
                if let secret = entry.option.inputs.first.flatMap({ entry.values[$0.name] }) {
                    found.append(.authenticator(secret: secret, otp: nil))
                }
            case .generic,
                .mailIntegration where !entry.values.isEmpty:
                found.append(
                    .custom(
                        fields: entry.option.inputs.compactMap { input in
                            entry.values[input.name].map { .init(name: input.name, value: $0) }
                        }))
            // Codes, consents and links are good for once.
            default: break
            }
        }
        return found
    }
}

/// How dynamic sign-ins go.
struct DynamicSignInPolicies: PolicySet {
    var stepTakes = TimeSpan.zero

    /// At once.
    init() {}

    static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "stepTakes", \.stepTakes, "How long it takes from one step to the next.",
            row: PolicyRow(
                "a step of a dynamic sign-in", "is there at once", example: "dynamicSignIn: {stepTakes: 3s}"))
    ]
}
