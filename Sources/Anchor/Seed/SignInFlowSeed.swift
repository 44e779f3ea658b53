import Kernel
import KernelHTTP

/// How a scenario says that a site signs in (`anchor.signInFlows`).
struct SignInFlowSeed: Codable, Sendable {
    var host: String
    var start: String?
    var stepTakes: TimeSpan?
    var discoveryError: String?
    var steps: [SignInStepSeed]?

    private enum CodingKeys: String, CodingKey { case host, start, stepTakes, discoveryError, steps }

    /// The graph; steps that are none are left out.
    var graph: SignInGraph {
        let steps = (steps ?? []).compactMap(\.step)
        return SignInGraph(
            start: start ?? steps.first?.id ?? "", steps: steps, stepTakes: stepTakes, discoveryError: discoveryError)
    }
}

extension SignInFlowSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "host": "The site's host; *.example.com is its subdomains, * every host.",
        "start": "The id of the first step; without it, that of the first in the list.",
        "stepTakes":
            "How long each step takes to come, by the world's clock; without it, policies.dynamicSignIn.stepTakes.",
        "discoveryError": "Why nothing can be found out about the site.",
        "steps": "What it asks and shows.",
    ])
}

/// A step of it: a decision, a form, or an end.
struct SignInStepSeed: Codable, Sendable {
    /// One way on.
    struct Choice: Codable, Sendable {
        var to: String
        var label: String?
        var automatable: Bool?

        private enum CodingKeys: String, CodingKey { case to, label, automatable }
    }

    /// A page that is not understood.
    struct Undetected: Codable, Sendable {
        var message: String
        var retryable: Bool?
        var nodeStatus: SignInGraph.NodeStatus?
        var lastError: String?
        var to: String?
        var after: TimeSpan?

        private enum CodingKeys: String, CodingKey { case message, retryable, nodeStatus, lastError, to, after }
    }

    /// The sign-in is complete.
    struct Authenticated: Codable, Sendable {
        var message: String?

        private enum CodingKeys: String, CodingKey { case message }
    }

    /// The sign-in has failed.
    struct Failed: Codable, Sendable {
        var error: String
        var retryable: Bool?

        private enum CodingKeys: String, CodingKey { case error, retryable }
    }

    var id: String
    var label: String?
    var decision: [Choice]?
    var form: [SignInFormSeed]?
    var detectionFailed: Undetected?
    var authenticated: Authenticated?
    var failed: Failed?

    private enum CodingKeys: String, CodingKey {
        case id, label, decision, form, detectionFailed, authenticated, failed
    }

    /// Nil where it is nothing.
    fileprivate var step: SignInGraph.Step? {
        kind.map { SignInGraph.Step(id: id, label: label ?? id, kind: $0) }
    }

    private var kind: SignInGraph.Kind? {
        if let decision {
            return .decision(
                decision.map { .init(to: $0.to, label: $0.label ?? $0.to, isAutomatable: $0.automatable ?? true) })
        }
        if let form { return .form(form.map(\.option)) }
        if let page = detectionFailed {
            return .undetected(
                .init(
                    nodeStatus: page.nodeStatus ?? .failed, lastError: page.lastError,
                    isRetryable: page.retryable ?? (page.to != nil), message: page.message, to: page.to,
                    after: page.after ?? .zero))
        }
        if let authenticated { return .authenticated(message: authenticated.message) }
        return failed.map { .failed(error: $0.error, isRetryable: $0.retryable ?? false) }
    }

    /// Where it leads, with the keys that say so.
    fileprivate var targets: [(path: [String], id: String)] {
        let choices = (decision ?? []).enumerated().map { (["decision", "\($0)"], $1.to) }
        let options = (form ?? []).enumerated().map { (["form", "\($0)"], $1.to) }
        return choices + options + (detectionFailed?.to.map { [(["detectionFailed"], $0)] } ?? [])
    }
}

/// One way to fill in a form.
struct SignInFormSeed: Codable, Sendable {
    /// A field of it.
    struct Input: Codable, Sendable {
        var name: String
        var type: String?
        var label: String?
        var placeholder: String?
        var value: String?

        private enum CodingKeys: String, CodingKey { case name, type, label, placeholder, value }
    }

    var type: SignInGraph.FormKind
    var automatable: Bool?
    var inputs: [Input]?
    var accepts: [String: Matcher]?
    var to: String
    var message: String?
    var provider: String?
    var phoneHint: String?
    var integrationURL: String?
    var number: String?

    private enum CodingKeys: String, CodingKey {
        case type, automatable, inputs, accepts, to, message, provider, phoneHint, integrationURL, number
    }

    /// Only what needs no person every time can be done by itself.
    private var isAutomatable: Bool {
        automatable ?? [.credentials, .totpSecret, .mailIntegration, .consent, .generic].contains(type)
    }

    fileprivate var option: SignInGraph.FormOption {
        SignInGraph.FormOption(
            kind: type, isAutomatable: isAutomatable,
            inputs: (inputs ?? Self.usualInputs[type] ?? []).map { input in
                SignInGraph.Input(
                    name: input.name, type: input.type ?? (input.name.hasSuffix("password") ? "password" : "text"),
                    label: input.label, placeholder: input.placeholder, value: input.value)
            }, message: message, provider: provider, phoneHint: phoneHint, integrationURL: integrationURL,
            number: number, accepts: accepts, to: to)
    }

    /// The inputs of a form that lists none.
    private static let usualInputs: [SignInGraph.FormKind: [Input]] = [
        .credentials: [Input(name: "username"), Input(name: "password")], .totp: [Input(name: "code")],
        .textMessage: [Input(name: "code")], .email: [Input(name: "code")], .totpSecret: [Input(name: "secret")],
        .mailIntegration: [Input(name: "gmail_tokens")],
    ]
}

extension SignInStepSeed: ObjectDescribed {
    private static let kinds = ["decision", "form", "detectionFailed", "authenticated", "failed"]

    static let objectDescription = ObjectDescription(
        [
            "id": "What steps lead to it by.",
            "label": "What people call it.",
            "decision": "The ways on, of which one is chosen.",
            "form": "The ways to fill it in, of which one is taken.",
            "detectionFailed": "The page is not understood.",
            "authenticated": "The sign-in is complete.",
            "failed": "The sign-in has failed.",
        ], atLeastOneOf: kinds, atMostOneOf: kinds)
}

extension SignInStepSeed.Choice: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "to": "The id of the step that it leads to.", "label": "What people call it.",
        "automatable": "Whether it can be gone without a person; without it, it can.",
    ])
}

extension SignInStepSeed.Undetected: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "message": "What the client is told.",
        "retryable": "Whether polling helps; without it, where there is a step to go on to.",
        "nodeStatus": "How far the look at the page went.", "lastError": "What went wrong.",
        "to": "The step that comes by itself: by another look, or by a person in the live view.",
        "after": "When it comes, by the world's clock.",
    ])
}

extension SignInStepSeed.Authenticated: ObjectDescribed {
    static let objectDescription = ObjectDescription(["message": "What the client is told."])
}

extension SignInStepSeed.Failed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "error": "What the client is told.", "retryable": "Whether beginning anew helps; without it, it does not.",
    ])
}

extension SignInFormSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "type": "What it asks for.",
        "automatable": "Whether it can be filled in without a person.",
        "inputs": "Its fields, all of which are needed; without them, those that are usual for the type.",
        "accepts": "What the site takes, by input; without it anything, but for magic users.",
        "to": "The id of the step that it leads to.",
        "message": "What the user is told.",
        "provider": "Who signs in, for sso.",
        "phoneHint": "The end of the telephone's number.",
        "integrationURL": "Where the mail integration is made.",
        "number": "The number that the user compares with another device's.",
    ])
}

extension SignInFormSeed.Input: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "name": "Its name among the values.", "type": "As in HTML; without it, text or password.",
        "label": "What people call it.", "placeholder": "What stands in it before anything is typed.",
        "value": "What is in it already.",
    ])
}

// MARK: - Complaints and the first state

extension AnchorSeed {
    /// Steps that lead nowhere or are there twice, and flows without any.
    func signInFlowComplaints() -> [SectionComplaint] {
        (signInFlows ?? []).enumerated().flatMap { index, flow in
            let path = ["signInFlows", "\(index)"]
            let steps = flow.steps ?? []
            let known = KnownNames(steps.map(\.id))
            var found = steps.enumerated().flatMap { position, step in
                step.targets.compactMap { target in
                    SectionComplaint.missing(
                        target.id, "step", among: known, at: path + ["steps", "\(position)"] + target.path, key: "to")
                }
            }
            if let complaint = SectionComplaint.missing(flow.start, "step", among: known, at: path, key: "start") {
                found.append(complaint)
            }
            if steps.isEmpty, flow.discoveryError == nil {
                found.append(SectionComplaint(path: path + ["host"], problem: "needs steps, or a discoveryError"))
            }
            return found
                + UniqueValue.complaints(about: UniqueValue.each(path + ["steps"], "id", "step", steps.map(\.id)))
        }
    }

    /// What may be there once only.
    var signInHosts: [UniqueValue] {
        UniqueValue.each(["signInFlows"], "host", "host", (signInFlows ?? []).map { $0.host.lowercased() })
    }
}

extension AnchorState {
    /// Keeps how a site signs in.
    mutating func insert(_ seed: SignInFlowSeed) {
        var graph = seed.graph
        graph.ordinal = nextOrdinal()
        signInGraphs[seed.host.lowercased()] = graph
    }
}
