package import Kernel
import KernelHTTP

/// What an agent does when it is asked, as a scenario or a test scripts it: what it is for, and how the work ends. No model runs
/// here.
package struct TaskResultSeed: Codable, Sendable, Equatable {
    /// A failure of the agent.
    struct Failure: Codable, Sendable, Equatable {
        var type: AgentFailure.Kind?
        var message: String

        private enum CodingKeys: String, CodingKey { case type, message }
    }

    /// A file that it leaves.
    struct File: Codable, Sendable, Equatable {
        var name: String
        var contentType: String?
        var content: String

        private enum CodingKeys: String, CodingKey { case name, contentType, content }
    }

    /// A question that it asks on the way.
    struct Question: Codable, Sendable, Equatable {
        var message: String
        var inputType: AgentQuestion.InputType?
        var fields: [Field]?
        var after: TimeSpan?

        private enum CodingKeys: String, CodingKey { case message, inputType, fields, after }
    }

    /// One of several things that it asks at once.
    struct Field: Codable, Sendable, Equatable {
        var name: String
        var label: String?
        var description: String?
        var required: Bool?
        var type: AgentQuestion.FieldType?
        var placeholder: String?
        var defaultValue: String?

        private enum CodingKeys: String, CodingKey {
            case name, label, description, required, type, placeholder, defaultValue
        }
    }

    /// What it is known by.
    package var id: String?
    /// The operations that it is for; nil for all.
    package var on: OperationPattern?
    var task: String?
    var prompt: Matcher?
    var inputs: [String: Matcher]?
    var times: Int?
    var result: JSONValue?
    var error: Failure?
    var identityFailure: Bool?
    var duration: TimeSpan?
    var steps: Int?
    var files: [File]?
    var question: Question?
    var heals: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, on, task, prompt, inputs, times, result, error, identityFailure, duration, steps, files, question,
            heals
    }
}

extension TaskResultSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription(
        [
            "id": "What it is known by; without it, result- and its place.",
            "on": "The operations that it is for, for example anchor.performWebTask; without it, all.",
            "task": "The id or the name of the task that it is for.",
            "prompt": "What the prompt must be.",
            "inputs": "What the inputs of the task must be, by name.",
            "times": FieldDescription("How often it can be used; without it, always.", range: 1...1_000_000),
            "result": "What the agent answers: any value; where the call has an output_schema, one that fits it.",
            "error": "How the agent fails.",
            "identityFailure": "Whether the identity turns out not to be signed in.",
            "duration": "How long the agent works; without it, no time at all.",
            "steps": FieldDescription("How many steps it takes; without it, one.", range: 0...1_000_000),
            "files": "What it leaves.",
            "question": "What it asks a person, if the call lets it.",
            "heals": "Whether the run mends the task, so that a new version of it is made.",
        ], atMostOneOf: ["result", "error", "identityFailure"])
}

extension TaskResultSeed.Failure: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "type": "What kind of failure it is; without it, agent_error.",
        "message": "What the answer says.",
    ])
}

extension TaskResultSeed.File: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "name": "What it is called, without folders.",
        "contentType": "Without it, text/plain.",
        "content": "What is in it, as text.",
    ])
}

extension TaskResultSeed.Question: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "message": "What the person reads.",
        "inputType": "What the answer looks like; without it, fields if there are some, else text.",
        "fields": "What is asked for, each under its name.",
        "after": "After how much of its work the agent asks; without it, at once.",
    ])
}

extension TaskResultSeed.Field: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "name": "The name that the answer has for it.",
        "label": "What the person reads; without it, the name.",
        "description": "More words for the person.",
        "required": "Whether an answer needs it.",
        "type": "What kind of text it is.",
        "placeholder": "An example for the person.",
        "defaultValue": "What it is unless the person says otherwise.",
    ])
}

// MARK: - Complaints

extension TaskResultSeed {
    /// How many a world has at most.
    package static let most = 1000
    /// How many bytes the files of one may have: every run keeps them.
    static let mostFileBytes = 1 << 20

    /// What is wrong with it besides its form, in words.
    package var complaints: [String] {
        complaints(at: [], among: AnchorEndpoints.names).map { complaint in
            "\(complaint.path.joined(separator: ".")) \(complaint.problem)"
        }
    }

    /// What is wrong with it besides its form.
    ///
    /// - Parameters:
    ///   - path: where it stands.
    ///   - operations: those that there are.
    func complaints(at path: [String], among operations: [String]) -> [SectionComplaint] {
        var found: [SectionComplaint] = []
        func complain(_ place: [String], _ problem: String) {
            found.append(SectionComplaint(path: path + place, problem: problem))
        }
        if let on, !operations.contains(where: on.matches) {
            let nearest = TextSuggestion.nearest(to: on.description, among: operations)
            complain(
                ["on"],
                "there is no operation \"\(on)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
        }
        if id == "" { complain(["id"], "must not be empty") }
        if let question, question.inputType == .fields || question.fields != nil {
            let names = (question.fields ?? []).map(\.name)
            if names.isEmpty { complain(["question", "fields"], "must have at least one field") }
            if Set(names).count < names.count { complain(["question", "fields"], "has a name twice") }
            if let type = question.inputType, type != .fields {
                complain(["question", "inputType"], "must be fields, as there are some")
            }
        }
        if let files {
            for (index, file) in files.enumerated() where !AgentArtifact.isName(file.name) {
                complain(["files", "\(index)", "name"], "must be a name without folders")
            }
            if Set(files.map(\.name)).count < files.count { complain(["files"], "has a name twice") }
            if files.reduce(0, { $0 + $1.content.utf8.count }) > Self.mostFileBytes {
                complain(["files"], "must not have more than \(Self.mostFileBytes) bytes together")
            }
        }
        return found
    }
}

extension AnchorSeed {
    /// Scripted results that are for nothing, or have what no run could have.
    func taskResultComplaints() -> [SectionComplaint] {
        guard let taskResults else { return [] }
        let operations = AnchorEndpoints.names
        let tooMany =
            taskResults.count > TaskResultSeed.most
            ? [
                SectionComplaint(
                    path: ["taskResults"], problem: "must not have more than \(TaskResultSeed.most) elements")
            ] : []
        return tooMany
            + taskResults.enumerated().flatMap { index, result in
                result.complaints(at: ["taskResults", "\(index)"], among: operations)
            }
    }
}
