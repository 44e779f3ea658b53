import FoundationEssentials
import Kernel
import KernelHTTP

/// A task that a world begins with.
struct TaskSeed: Codable, Sendable {
    var id: ObjectID?
    var tool: ObjectID?
    var name: String
    var description: String?
    var application: ObjectID?
    var language: TaskContent.Language?
    var code: String?
    var inputs: [TaskParameterSeed]?
    var outputs: [TaskParameterSeed]?
    var versions: [TaskVersionSeed]?
    var draft: TaskVersionSeed?

    private enum CodingKeys: String, CodingKey {
        case id, tool, name, description, application, language, code, inputs, outputs, versions, draft
    }

    /// What a version is made of: what it says itself, and the task's for the rest.
    func content(_ version: TaskVersionSeed) -> TaskContent {
        var content = TaskContent(language: language ?? .typescript, description: version.description)
        content.code = Data((version.code ?? code ?? "").utf8).base64EncodedString()
        content.inputs = (inputs ?? []).map(\.parameter)
        content.outputs = (outputs ?? []).map(\.parameter)
        return content
    }
}

extension TaskSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "tool": "The id of the tool that it is behind, which finds it as well; without it one is issued.",
        "name": "What people call it; /v1/task shows - in place of what is no letter, digit, - or _.",
        "description": "What it is for.",
        "application": "The name or id of the application that it belongs to.",
        "language": "What its code is written in; without it, typescript.",
        "code": "Its code as plain text, which nothing runs.",
        "inputs": "What its runs need.",
        "outputs": "What its runs give.",
        "versions": "Its versions from 1 on; without it, there is one.",
        "draft": "Its draft; without it, there is none.",
    ])
}

/// A version of it.
struct TaskVersionSeed: Codable, Sendable {
    var code: String?
    var description: String?

    private enum CodingKeys: String, CodingKey { case code, description }
}

extension TaskVersionSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "code": "Its code as plain text; without it, the task's.",
        "description": "What is new in it.",
    ])
}

/// A parameter of it.
struct TaskParameterSeed: Codable, Sendable {
    var name: String
    var type: TaskParameter.Kind?
    var required: Bool?
    var description: String?
    var defaultValue: JSONValue?
    var options: [String]?

    private enum CodingKeys: String, CodingKey { case name, type, required, description, defaultValue, options }

    var parameter: TaskParameter {
        TaskParameter(
            name: name, kind: type ?? .string, isRequired: required ?? true, description: description,
            defaultValue: defaultValue, options: options)
    }
}

extension TaskParameterSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "name": "The name that input_params or the result has for it.",
        "type": "Without it, string.",
        "required": "Whether a run needs it; without it, it does.",
        "description": "What it is for.",
        "defaultValue": "What it is where it is not sent.",
        "options": "The only values that it can have.",
    ])
}

extension AnchorState {
    /// Puts a scenario's task into a new world.
    ///
    /// - Parameter names: the ids of the applications by their names.
    mutating func insert(_ seed: TaskSeed, _ names: [String: String], now: Moment) {
        let id = seed.id?.text ?? ids.uuid()
        let application = seed.application.flatMap { applications[$0.text]?.id ?? names[$0.text] }
        var task = AutomationTask(
            id: id, toolID: seed.tool?.text ?? toolID(of: id), ordinal: nextOrdinal(),
            name: freeName(Self.name(from: seed.name), id: id),
            title: AutomationTask.isName(seed.name) ? nil : seed.name, description: seed.description,
            applicationID: application, createdAt: now)
        for (index, version) in (seed.versions ?? [TaskVersionSeed()]).prefix(Self.mostTaskVersions).enumerated() {
            task.add(seed.content(version), id: versionID("\(index + 1)", of: id), at: now)
        }
        if let draft = seed.draft { task.save(draft: seed.content(draft), id: versionID("draft", of: id), at: now) }
        // The task itself is counted.
        if task.objectCount > 1 { _ = nextOrdinal(for: task.objectCount - 1) }
        addFileBytes(task.byteCount)
        insertTask(task)
    }
}

// MARK: - What is wrong with them

extension AnchorSeed {
    /// Names that are empty or there twice, applications that are not there, too many versions, parameters of the same name.
    func taskComplaints(_ applications: KnownNames) -> [SectionComplaint] {
        (tasks ?? []).enumerated().flatMap { index, task in
            let path = ["tasks", "\(index)"]
            var found: [SectionComplaint] = []
            func complain(_ key: String, _ problem: String) {
                found.append(SectionComplaint(path: path + [key], problem: problem))
            }
            if !(1...255).contains(task.name.unicodeScalars.count) { complain("name", "must be 1 to 255 characters") }
            if let application = task.application?.text,
                let complaint = SectionComplaint.missing(application, "application", among: applications, at: path)
            {
                found.append(complaint)
            }
            if let versions = task.versions, versions.count > AnchorState.mostTaskVersions {
                complain("versions", "must not have more than \(AnchorState.mostTaskVersions) elements")
            }
            for (key, parameters) in [("inputs", task.inputs), ("outputs", task.outputs)] {
                let names = (parameters ?? []).map(\.name)
                if Set(names).count < names.count { complain(key, "has a name twice") }
            }
            return found
        }
    }

    /// What may be there once only.
    var taskNames: [UniqueValue] {
        UniqueValue.each(["tasks"], "id", "id", (tasks ?? []).map(\.id?.text))
            + UniqueValue.each(["tasks"], "tool", "id", (tasks ?? []).map(\.tool?.text))
            + UniqueValue.each(["tasks"], "name", "task name", (tasks ?? []).map(\.name))
    }
}
