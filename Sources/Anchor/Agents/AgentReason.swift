import Kernel

/// The codes of the reasons that have to do with agents.
enum AgentReason: String, ReasonCode {
    case answerInvalid = "agent.answerInvalid"
    case artifactUnknown = "agent.artifactUnknown"
    case failed = "agent.failed"
    case filesInvalid = "agent.filesInvalid"
    case notPaused = "agent.notPaused"
    case notRunning = "agent.notRunning"
    case questionUnknown = "agent.questionUnknown"
    case resultMisfit = "agent.resultMisfit"
    case sessionNotRunning = "agent.sessionNotRunning"
    case tooMany = "agent.tooMany"
    case unscripted = "agent.unscripted"
    case workflowUnknown = "agent.workflowUnknown"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .answerInvalid:
            Explanation(
                symptom: "400 when a person's answer is sent.",
                cause:
                    "The answer has not the form that the question asks for: a text for text, a boolean or a text for "
                    + "confirm, an object with the fields' names for fields.",
                fix: "Read the question's inputType and fields, and send a value for each required field.")
        case .artifactUnknown:
            Explanation(
                symptom: "404 when a file that an agent left is fetched.",
                cause: "The run is not over, was cancelled, is not of this world, or left no file of this name.",
                fix: "Use the url of a webhook's artifacts unchanged, in the same world.")
        case .failed:
            Explanation(
                symptom: "An agent's work fails, and the answer says why.",
                cause: "The scenario, or a test, scripts that it fails; or its session ended before it was done.",
                fix: "See anchor.taskResults of the scenario and GET /_drydock/task-results.")
        case .filesInvalid:
            Explanation(
                symptom: "400 when files are given to an agent.",
                cause:
                    "The part named file is missing, or it is no ZIP archive that can be read, or more than the agent "
                    + "takes.",
                fix: "Send one ZIP archive as the part file; see what unzip -t says of it.")
        case .notPaused:
            Explanation(
                symptom: "400 when an agent is to go on.",
                cause: "No agent of the session is paused.",
                fix: "Pause one first, while it is at work.")
        case .notRunning:
            Explanation(
                symptom: "400 when an agent is paused or told to go on.",
                cause: "No agent is at work in the session: none was asked anything, or all are done.",
                fix: "Start a web task with async in the session, with a scripted duration, and pause it meanwhile.")
        case .questionUnknown:
            Explanation(
                symptom: "404 when a person's answer is sent.",
                cause:
                    "No question of this id is open in the session, or none at all: it was answered, or never asked.",
                fix: "Answer what GET .../agent/requested-human-intervention lists, once.")
        case .resultMisfit:
            Explanation(
                symptom: "An agent's work fails with words about output_schema.",
                cause: "What is scripted for the call does not fit the output_schema that came with it.",
                fix: "Change the scripted result at the place that the message names, or the schema.")
        case .sessionNotRunning:
            Explanation(
                symptom: "400 when something is to be done with a session's agent.",
                cause: "The session has ended.",
                fix: "Start a new session, or give this one a longer timeout.")
        case .tooMany:
            Explanation(
                symptom: "400 when an agent is asked something.",
                cause: "As many agents are at work in the session as Drydock lets.",
                fix: "Wait for some of them, or use more sessions.")
        case .unscripted:
            Explanation(
                symptom:
                    "An agent answers with words of Drydock's, or with the plainest value that fits output_schema.",
                cause: "No model runs here, and no scripted result fits the call.",
                fix: "Script one: anchor.taskResults in the scenario, or POST /_drydock/task-results.")
        case .workflowUnknown:
            Explanation(
                symptom: "400 when the status of a web task is read.",
                cause: "No web task of this world has this workflow_id.",
                fix: "Use the workflow_id of an answer to perform-web-task with async, in the same world.")
        }
    }
}
