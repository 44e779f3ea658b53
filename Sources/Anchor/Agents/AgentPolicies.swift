import Kernel

/// The choices about agents where the vendor's documents are silent or disagree.
struct AgentPolicies: PolicySet {
    /// What `data.result` of a web task is (anchor.md 9, rows 12 and 33).
    enum WebTaskResult: String, Codable, CaseIterable, Sendable { case object, text }
    /// What a web task that somebody waits for answers where it fails.
    enum WebTaskFailure: String, Codable, CaseIterable, Sendable { case badRequest, serverError }
    /// What pausing an agent that is paused answers.
    enum SecondPause: String, Codable, CaseIterable, Sendable { case accepted, refused }
    /// What becomes of an answer that lacks a required field.
    enum MissingFields: String, Codable, CaseIterable, Sendable { case refused, accepted }

    var webTaskResult = WebTaskResult.object
    var webTaskFailure = WebTaskFailure.badRequest
    var secondPause = SecondPause.accepted
    var missingFields = MissingFields.refused

    /// The newest client's forms.
    init() {}

    static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "webTaskResult", \.webTaskResult, "What data.result of a web task is.",
            row: PolicyRow(
                "`result` of a web task, a text for clients of 0.x and an object for 1.x",
                "an object; what is none is `{result: …}`. Text: what has no `output_schema` is a text",
                example: "agents: {webTaskResult: object|text}")),
        PolicyChoice(
            "webTaskFailure", \.webTaskFailure, "What a web task that fails answers where somebody waits for it.",
            row: PolicyRow(
                "a web task fails while the client waits", "400 with the failure's words, which no client repeats",
                example: "agents: {webTaskFailure: badRequest|serverError}")),
        PolicyChoice(
            "secondPause", \.secondPause, "What pausing a paused agent answers.",
            row: PolicyRow(
                "an agent that is paused is paused again", "200, and nothing changes; refused, 400",
                example: "agents: {secondPause: accepted|refused}")),
        PolicyChoice(
            "missingFields", \.missingFields, "What becomes of an answer that lacks a required field.",
            row: PolicyRow(
                "a person's answer lacks a required field", "400, and the question stays open",
                example: "agents: {missingFields: refused|accepted}")),
    ]
}
