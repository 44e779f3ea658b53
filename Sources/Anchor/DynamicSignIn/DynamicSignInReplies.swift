import Kernel
import KernelHTTP

/// The URLs that every view has.
struct SignInAddresses: Sendable {
    let cdp: String
    let liveView: String
}

/// What a sign-in shows and asks at a step: `DynView` in anchor.md 3.1.
struct SignInView: JSONWritable, Sendable {
    private let flow: DynamicSignIn
    private let place: DynamicSignIn.Place
    private let step: SignInGraph.Step?
    private let outcome: DynamicSignIn.Outcome?
    private let addresses: SignInAddresses

    init(
        _ flow: DynamicSignIn, _ graph: SignInGraph, at place: DynamicSignIn.Place, now: Moment,
        addresses: SignInAddresses
    ) {
        self.flow = flow
        self.place = place
        self.addresses = addresses
        outcome = flow.outcome(at: now)
        if case .step(let id) = place { step = graph.step(id) } else { step = nil }
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("session_id", flow.sessionID)
            json.member("host", flow.host)
            json.member("current_step_label", place.label(step))
            json.member("step_id", place.id)
            json.member("cdp_url", addresses.cdp)
            json.member("live_view_url", addresses.liveView)
            switch (place, step?.kind) {
            case (.failed(let words, let isRetryable), _), (_, .failed(let words, let isRetryable)):
                json.member("type", "failed")
                json.member("error", words)
                json.member("retryable", isRetryable)
            case (_, .decision(let choices)):
                json.member("type", "decision")
                json.member("options", choices.map(DecisionOption.init))
            case (_, .form(let options)):
                json.member("type", "form")
                json.member("options", options.map(FormOptionReply.init))
                json.member("credentials_rejected", isRejected)
                json.member("credentials_passed", flow.hasPassedCredentials)
            case (_, .undetected(let page)):
                json.member("type", "detection_failed")
                json.member("node_status", page.nodeStatus.rawValue)
                json.optional("last_error", page.lastError)
                json.member("retryable", page.isRetryable)
                json.member("message", page.message)
            case (_, .authenticated(let message)):
                json.member("type", "authenticated")
                json.optional("message", message)
            case (_, nil):
                // A graph whose steps lead nowhere is refused where it is read.
                json.member("type", "failed")
                json.member("error", "There is no such step.")
                json.member("retryable", false)
            }
        }
    }

    /// Whether what was typed here was just refused.
    private var isRejected: Bool {
        guard case .failed(_, isRejection: true) = outcome else { return false }
        return true
    }
}

/// `DynState` in anchor.md 3.1.
struct SignInStateReply: JSONWritable {
    private let flow: DynamicSignIn
    private let graph: SignInGraph
    private let position: DynamicSignIn.Position
    private let now: Moment
    private let addresses: SignInAddresses

    init(_ flow: DynamicSignIn, _ graph: SignInGraph, at now: Moment, addresses: SignInAddresses) {
        self.flow = flow
        self.graph = graph
        self.now = now
        self.addresses = addresses
        position = flow.position(at: now, in: graph)
    }

    /// Nothing is known of the site before its first step is there.
    private var isDiscovering: Bool { !position.isSettled && position.origin == nil }

    private var hasFailed: Bool { graph.discoveryError != nil && !isDiscovering }

    /// What is shown now; nil if there is nothing yet.
    private var shown: DynamicSignIn.Place? {
        if hasFailed { return nil }
        return position.isSettled ? position.place : position.origin
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("session_id", flow.sessionID)
            json.member("graph_id", flow.ordinal)
            json.member("current_step_id", (shown ?? position.place).id)
            json.member("discovery_status", isDiscovering ? "in_progress" : hasFailed ? "failed" : "complete")
            if hasFailed { json.optional("discovery_error", graph.discoveryError) }
            json.member("phase", position.isSettled ? "settled" : "navigating")
            json.member("updated_at", position.changedAt.milliseconds)
            if !position.isSettled, !isDiscovering {
                json.member(
                    "target",
                    object: { json in
                        json.member("step_id", position.place.id)
                        json.member("label", position.place.label(graph.step(position.place.id)))
                    })
            }
            json.member("nav", object: writeNavigation)
            if let shown { json.member("view", SignInView(flow, graph, at: shown, now: now, addresses: addresses)) }
        }
    }

    private func writeNavigation(_ json: inout JSONWriter) {
        switch flow.outcome(at: now) {
        case nil: json.member("status", "pending")
        case .some(.none): json.member("status", isDiscovering ? "pending" : "none")
        case .succeeded: json.member("status", "succeeded")
        case .failed(let words, let isRejection):
            json.member("status", "failed")
            json.member("error", words)
            json.member("credentials_rejected", isRejection)
        }
    }
}

/// `POST …/finalize/{session_id}` (anchor.md 3.1)
struct KeptSignInReply: JSONWritable {
    let kept: AnchorState.KeptSignIn

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("identityId", kept.identityID)
            json.member("profileName", kept.profileName)
            json.member("automatable", kept.obstacles.isEmpty)
            json.member("nonAutomatableReasons", kept.obstacles)
        }
    }
}

extension DynamicSignIn.Place {
    /// What people call it.
    fileprivate func label(_ step: SignInGraph.Step?) -> String {
        switch self {
        case .step(let id): step?.label ?? id
        case .failed: "Sign-in failed"
        }
    }
}

private struct DecisionOption: JSONWritable {
    let choice: SignInGraph.Choice

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("step_id", choice.to)
            json.member("label", choice.label)
            json.member("automatable", choice.isAutomatable)
        }
    }
}

private struct FormOptionReply: JSONWritable {
    let option: SignInGraph.FormOption

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("type", option.kind.rawValue)
            json.member("automatable", option.isAutomatable)
            json.member("inputs", option.inputs.map(InputReply.init))
            if option.integrationURL != nil || option.number != nil {
                json.member(
                    "extra_data",
                    object: { json in
                        json.optional("create_integration_url", option.integrationURL)
                        json.optional("number", option.number)
                    })
            }
            json.optional("message", option.message)
            json.optional("provider", option.provider)
            json.optional("phoneHint", option.phoneHint)
        }
    }
}

private struct InputReply: JSONWritable {
    let input: SignInGraph.Input

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", input.name)
            json.member("type", input.type)
            json.optional("label", input.label)
            json.optional("placeholder", input.placeholder)
            json.optional("value", input.value)
        }
    }
}

extension JSONWriter {
    /// A member that is left out where it has no value: these are strings in the vendor's schema, and never null.
    fileprivate mutating func optional(_ name: StaticString, _ text: String?) {
        if let text { member(name, text) }
    }
}
