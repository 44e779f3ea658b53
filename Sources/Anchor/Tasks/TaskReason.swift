import HTTPTypes
import Kernel
import KernelHTTP

/// The codes of the reasons that have to do with tasks and their runs.
enum TaskReason: String, ReasonCode {
    case draftMissing = "task.draftMissing"
    case executionUnknown = "task.executionUnknown"
    case generationOlderForm = "task.generationOlderForm"
    case identityNotAuthenticated = "task.identityNotAuthenticated"
    case inputInvalid = "task.inputInvalid"
    case inputMissing = "task.inputMissing"
    case nameTaken = "task.nameTaken"
    case notGenerated = "task.notGenerated"
    case taskUnknown = "task.unknown"
    case tooManyVersions = "task.tooManyVersions"
    case versionNotNumbered = "task.versionNotNumbered"
    case versionUnknown = "task.versionUnknown"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .draftMissing:
            Explanation(
                symptom: "404 when a draft is read or published, or 400 when a version is deployed without code.",
                cause: "The task has no draft: none was saved, or it was published already.",
                fix: "POST /v1/task/{taskId}/draft saves one; a run that heals the task leaves one, too.")
        case .executionUnknown:
            Explanation(
                symptom: "404 when a run is asked about.",
                cause: "No run of this task has the id. Runs of drafts are never listed, and can be read by their id.",
                fix: "Use run_id or executionResultId of the answer that started the run, in the same world.")
        case .generationOlderForm:
            Explanation(
                symptom: "400 when a task is generated.",
                cause: "The body has the form of mid-2026: name and user_task instead of taskName and taskPrompt.",
                fix: "Send taskName and taskPrompt, as the newest specification has them.")
        case .identityNotAuthenticated:
            Explanation(
                symptom: "412 when a task is run, or a run that fails with invalid credentials.",
                cause: "The identity that the run is to use has the status failed.",
                fix:
                    "Reauthenticate the identity or connect a new one. 412 comes with identity_skip_validation: false only."
            )
        case .inputInvalid:
            Explanation(
                symptom: "400 when a task is run.",
                cause:
                    "A value does not fit the type or the options of the task's parameter, or a name is not allowed.",
                fix:
                    "Send texts: digits for a number, true or false for a boolean, a data URI for a file. Names of legacy "
                    + "inputs start with ANCHOR_.")
        case .inputMissing:
            Explanation(
                symptom: "400 when a task is run.",
                cause: "The task requires a parameter that input_params does not have, and that has no default.",
                fix: "Send it in input_params, by the name that the message gives.")
        case .nameTaken:
            Explanation(
                symptom: "409 when a task is renamed.",
                cause: "Another task has this name.",
                fix: "Choose another name, or delete the other task first.")
        case .notGenerated:
            Explanation(
                symptom: "404 when a task is run or a version of it is read.",
                cause: "The task is still being written, or writing it failed.",
                fix:
                    "Ask GET /v2/tasks/{taskId}/generation-status until it is ready; advance the world's clock meanwhile."
            )
        case .taskUnknown: AnchorReason.unknown("task")
        case .tooManyVersions:
            Explanation(
                symptom: "400 when a version is made.",
                cause: "The task has as many versions as Drydock keeps of one.",
                fix: "Delete some, or the task.")
        case .versionNotNumbered:
            Explanation(
                symptom: "400 when a version is published or deleted.",
                cause:
                    "The path names the draft, the latest version or no version at all, where only a number will do.",
                fix: "Name the version by its number, for example /v1/task/{taskId}/3.")
        case .versionUnknown:
            Explanation(
                symptom: "404 when a version is read, changed or run.",
                cause: "The task has no such version: it was never made, or it was deleted.",
                fix: "GET /v1/task/{taskId}/versions lists them. A task without code has none until one is deployed.")
        }
    }
}

// MARK: - Refusals

/// The texts are ours, but for `Task not found` (anchor.md 1.1).
extension AnchorProblem {
    static func notGenerated(_ task: AutomationTask, at now: Moment) -> AnchorProblem {
        let status = task.generation?.status(at: now).rawValue ?? ""
        return AnchorProblem(
            .notFound, "Task is not ready",
            Reason(TaskReason.notGenerated, "The generation of task \(task.id) is \(status)."))
    }

    static func unknownTaskVersion(_ word: String, of task: AutomationTask) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Task version not found",
            Reason(TaskReason.versionUnknown, "Task \(task.id) has no version \(word)."))
    }

    static func noDraft(_ task: AutomationTask) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Task draft not found", Reason(TaskReason.draftMissing, "Task \(task.id) has no draft."))
    }

    static func unknownExecution(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Task run not found", Reason(TaskReason.executionUnknown, "No run of a task has the id \(id)."))
    }

    static func taskNameTaken(_ name: String) -> AnchorProblem {
        conflict("Task name already exists", TaskReason.nameTaken, "Another task has the name \(name).")
    }

    static func tooManyVersions(_ limit: Int) -> AnchorProblem {
        invalid(
            "A task must not have more than \(limit) versions, which is Drydock's limit", TaskReason.tooManyVersions)
    }

    static func versionNotNumbered(_ word: String) -> AnchorProblem {
        invalid("The version must be a number, not \"\(word.prefix(100))\"", TaskReason.versionNotNumbered)
    }

    static func inputMissing(_ name: String) -> AnchorProblem {
        invalid("input_params.\(name) is required", TaskReason.inputMissing)
    }

    static func inputInvalid(_ field: String, _ problem: String) -> AnchorProblem {
        invalid("\(field) \(problem)", TaskReason.inputInvalid)
    }

    /// The words are those that third-party code looks for (anchor.md 12.9).
    static func identityNotAuthenticated(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .preconditionFailed, "Identity profile is not authenticated",
            Reason(TaskReason.identityNotAuthenticated, "Identity \(id) has the status failed."))
    }
}
