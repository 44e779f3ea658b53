import HTTPTypes
import Kernel
import KernelHTTP

/// The codes of the reasons that dynamic sign-ins give, explained.
enum SignInFlowReason: String, ReasonCode {
    case answerInvalid = "signInFlow.answerInvalid"
    case discoveryFailed = "signInFlow.discoveryFailed"
    case hostMismatch = "signInFlow.hostMismatch"
    case moving = "signInFlow.moving"
    case notAsked = "signInFlow.notAsked"
    case unauthenticated = "signInFlow.unauthenticated"
    case unknown = "signInFlow.unknown"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .answerInvalid:
            Explanation(
                symptom: "400 when a step of a dynamic sign-in is answered.",
                cause:
                    "The answer does not fit the step: a choice for a form or a form for a decision, both at once, an option "
                    + "that is not there, or an input without a value.",
                fix:
                    "Send {choice} with an option's step_id for a decision; {option_index, values} with every declared input "
                    + "for a form.")
        case .discoveryFailed:
            Explanation(
                symptom: "409 when a dynamic sign-in is started.",
                cause:
                    "The way that the site signs in could not be found out: discoveryError is scripted for its host.",
                fix: "Let the user sign in on the hosted page instead, or start again later.")
        case .hostMismatch:
            Explanation(
                symptom: "400 when a dynamic sign-in is started.",
                cause: "host is not the host of url.",
                fix: "Send the host alone, as it is in url: login.example.com for https://login.example.com/in.")
        case .moving:
            Explanation(
                symptom: "409 from a call on a dynamic sign-in.",
                cause: "A step is on its way: phase is navigating.",
                fix: "Poll GET /v1/identities/dynamic/state/{session_id} until phase is settled.")
        case .notAsked:
            Explanation(
                symptom: "409 when a step of a dynamic sign-in is answered.",
                cause: "Nothing is asked now: only views of the types decision and form can be answered.",
                fix:
                    "Look at the view first. After a retryable detection_failed poll the state; after failed or "
                    + "authenticated start again or finalize.")
        case .unauthenticated:
            Explanation(
                symptom: "409 when a dynamic sign-in is finalized.",
                cause: "It is not complete: its view is not authenticated.",
                fix: "Answer its steps until the view's type is authenticated.")
        case .unknown:
            Explanation(
                symptom: "404 from a call on a dynamic sign-in, in a session that runs.",
                cause: "No sign-in was started in the session.",
                fix: "POST /v1/identities/dynamic/start/{session_id} first.")
        }
    }
}

/// The texts are ours; anchor.md 1.1 has none for them.
extension AnchorProblem {
    static func noSignIn(in session: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Sign-in flow not found",
            Reason(SignInFlowReason.unknown, "No sign-in was started in session \(session)."))
    }

    static func signInMoving(_ flow: DynamicSignIn, until end: Moment) -> AnchorProblem {
        conflict(
            "A transition is running", SignInFlowReason.moving,
            "The sign-in at \(flow.host) is on its way to its next step until \(end).")
    }

    static func discoveryFailed(_ words: String, of flow: DynamicSignIn) -> AnchorProblem {
        conflict("Discovery failed: \(words)", SignInFlowReason.discoveryFailed, "That is scripted for \(flow.host).")
    }

    static func hostMismatch(_ host: String, _ address: WebAddress) -> AnchorProblem {
        invalid(
            "host must be the host of url", SignInFlowReason.hostMismatch,
            "host is \"\(host.prefix(200))\", and the host of url is \(address.host.prefix(200)).")
    }

    /// What cannot be done with a sign-in now.
    init(_ refusal: DynamicSignIn.Refusal, of flow: DynamicSignIn) {
        func wrong(_ message: String) -> AnchorProblem { .invalid(message, SignInFlowReason.answerInvalid) }
        switch refusal {
        case .moving(let end): self = .signInMoving(flow, until: end)
        case .notAsked(let step):
            self = .conflict(
                "The current step cannot be resolved", SignInFlowReason.notAsked,
                "The sign-in at \(flow.host) is at \"\(step)\", which asks nothing.")
        case .needsForm: self = wrong("The current step is a form: option_index and values are required")
        case .needsChoice: self = wrong("The current step is a decision: choice is required")
        case .unknownChoice(let known): self = wrong("choice must be one of \(known.joined(separator: ", "))")
        case .unknownOption(let count): self = wrong("option_index must be from 0 to \(count - 1)")
        case .missing(let name): self = wrong("values.\(name) is required")
        case .unauthenticated(let step):
            self = .conflict(
                "The sign-in is not authenticated yet", SignInFlowReason.unauthenticated,
                "The sign-in at \(flow.host) is at \"\(step)\".")
        }
    }
}
