import Kernel

/// What an agent does when it is asked: what the scenario scripts for the call, or Drydock's default. No model runs here.
struct AgentPlan: Codable, Sendable, Equatable {
    /// How the work ends.
    enum Outcome: Codable, Sendable, Equatable {
        case result(JSONValue)
        case failure(AgentFailure)
    }

    /// How it ends, unless something happens before.
    var outcome = Outcome.result(.null)
    /// How long the agent works, by the world's clock; time in which it is paused or waits for an answer not counted.
    var duration = TimeSpan.zero
    /// How many steps it says that it took.
    var steps = 1
    /// What it leaves.
    var files: [AgentArtifact] = []
    /// What it asks on the way; nil if it asks nothing.
    var question: AgentQuestion?
    /// Whether the run mends the task: a new version of it is made (anchor.md 12.9).
    var isHealing = false
    /// Whether the identity turns out not to be signed in; the outcome is a failure of the credentials then.
    var failsIdentity = false
    /// The scripted result that it comes from; nil for Drydock's default.
    var scriptID: String?
    /// What is wrong with what is scripted: it does not fit the caller's `output_schema`; nil if nothing is.
    var misfit: String?
    /// Whether the caller said what the result is to look like.
    var isShaped = false

    /// How long the agent works at least: a question is asked before it is done.
    var work: TimeSpan { max(duration, question?.after ?? .zero) }
}

/// Why a run failed: `error.type` of the webhook events, and words (anchor.md 8.7).
struct AgentFailure: Codable, Sendable, Equatable {
    /// The vendor's words.
    enum Kind: String, Codable, CaseIterable, Sendable {
        case automationFailure = "automation_failure"
        case invalidCredentials = "invalid_credentials"
        case timeout
        case agentError = "agent_error"
        case systemError = "system_error"
    }

    var kind = Kind.agentError
    var message: String

    /// More steps than the caller allows; the vendor's words (anchor.md 12.7).
    static let tooManySteps = AgentFailure(kind: .agentError, message: "Maximum number of steps exceeded")
    /// Somebody ended the session.
    static let sessionEnded = AgentFailure(
        kind: .automationFailure, message: "The session was ended before the agent was done")
    /// The session came to its longest duration.
    static let sessionTimedOut = AgentFailure(
        kind: .timeout, message: "The session came to its end before the agent was done")
    /// The identity is not signed in.
    static let identityNotSignedIn = AgentFailure(
        kind: .invalidCredentials, message: "The identity is not signed in")
}

/// A file that a run leaves (anchor.md 8.7).
struct AgentArtifact: Codable, Sendable, Equatable {
    var name: String
    var contentType: String?
    /// Its content as text.
    var content = ""

    /// Whether a file can be called so: it becomes a part of a path.
    static func isName(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count) && text != "." && text != ".."
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "/" && $0 != "\\" && $0.value != 0x7F }
    }
}

/// A question that an agent asks a person (anchor.md 12.5).
struct AgentQuestion: Codable, Sendable, Equatable {
    /// What the answer looks like; the vendor's words.
    enum InputType: String, Codable, CaseIterable, Sendable { case text, confirm, fields }
    /// What kind of text a field is; the vendor's words.
    enum FieldType: String, Codable, CaseIterable, Sendable { case text, number, url, email, password }

    /// One of several fields (`InterventionRequest` in anchor.md 10).
    struct Field: Codable, Sendable, Equatable {
        var name: String
        var label: String
        var description: String?
        var required: Bool?
        var type: FieldType?
        var placeholder: String?
        var defaultValue: String?
    }

    var message: String
    var inputType = InputType.text
    var fields: [Field]?
    /// After how much of its work the agent asks.
    var after = TimeSpan.zero
}
