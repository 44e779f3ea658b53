import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of tasks.
extension AnchorState {
    // MARK: - Finding

    /// The task of this id, or the one behind the tool of this id (anchor.md 9, row 41), as it is at `now`.
    func task(_ id: String, at now: Moment) -> AutomationTask? {
        (tasks[id] ?? taskReferences[Self.reference(tool: id)].flatMap { tasks[$0] }).map { settled($0, at: now) }
    }

    /// The task of this name.
    func task(named name: String, at now: Moment) -> AutomationTask? {
        taskReferences[Self.reference(name: name)].flatMap { tasks[$0] }.map { settled($0, at: now) }
    }

    /// All tasks in the order of making.
    func allTasks(at now: Moment) -> [AutomationTask] {
        tasks.values.map { settled($0, at: now) }.sorted { $0.ordinal < $1.ordinal }
    }

    /// The task of this id; where ids are adopted (policy `unknownIds`), one is made for an id that has none.
    mutating func knownTask(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> AutomationTask {
        if let task = task(id, at: turn.now) { return task }
        guard turn.policies.unknownIDs == .adopt else { throw .notFound(.task, id) }
        return try adoptTask(id: id, named: "adopted-\(Self.name(from: id))", turn)
    }

    /// The same by name.
    mutating func knownTask(named name: String, _ turn: AnchorTurn) throws(AnchorProblem) -> AutomationTask {
        if let task = task(named: name, at: turn.now) { return task }
        guard turn.policies.unknownIDs == .adopt else { throw .notFound(.task, name) }
        return try adoptTask(id: ids.uuid(), named: name, turn)
    }

    /// The version that is meant. Throws 404 if there is none; where ids are adopted, any is the latest.
    func version(
        _ choice: TaskVersionChoice, _ word: String, of task: AutomationTask, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> TaskVersion {
        if let version = task.version(choice, at: turn.now) { return version }
        if turn.policies.unknownIDs == .adopt, let latest = task.latest(at: turn.now) { return latest }
        if let generation = task.generation, generation.status(at: turn.now) != .ready {
            throw .notGenerated(task, at: turn.now)
        }
        throw choice == .draft ? .noDraft(task) : .unknownTaskVersion(word, of: task)
    }

    /// The same, to be changed: what its runs did to it is written down and counted.
    mutating func changeableTask(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> AutomationTask {
        keep(try knownTask(id, turn))
    }

    private mutating func keep(_ task: AutomationTask) -> AutomationTask {
        guard let stored = tasks[task.id], stored != task else { return task }
        // No limit is asked: a task has one draft at most.
        if task.objectCount > stored.objectCount { _ = nextOrdinal(for: task.objectCount - stored.objectCount) }
        addFileBytes(task.byteCount - stored.byteCount)
        tasks[task.id] = task
        return task
    }

    /// A task with what its runs did to it.
    private func settled(_ task: AutomationTask, at now: Moment) -> AutomationTask {
        task.healed(by: agentRuns, draftID: versionID("draft", of: task.id), at: now)
    }

    private mutating func adoptTask(
        id: String, named name: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> AutomationTask {
        try checkCapacity(turn.policies, for: 2)
        let ordinal = try reserve(turn.policies)
        var task = insertTask(
            AutomationTask(
                id: id, toolID: toolID(of: id), ordinal: ordinal, name: freeName(name, id: id), createdAt: turn.now))
        try addVersion(TaskContent(), to: &task, turn)
        return task
    }

    // MARK: - Making and changing

    /// What `POST /v1/task` says of a task.
    struct TaskDraft: Sendable {
        let name: String
        var description: String?
        var change = TaskContentChange()
    }

    /// Makes a task or, for a name that is known, changes it; code that is given becomes the next version (anchor.md 9, row 34;
    /// the version is ours).
    mutating func storeTask(_ draft: TaskDraft, _ turn: AnchorTurn) throws(AnchorProblem) -> AutomationTask {
        let known = task(named: draft.name, at: turn.now).map { keep($0) }
        let hasCode = draft.change.code != nil
        try checkCapacity(turn.policies, for: (known == nil ? 1 : 0) + (hasCode ? 1 : 0))
        if hasCode, let known { try checkRoom(for: known) }
        try takeFileBytes(draft.change.code?.utf8.count ?? 0, turn.policies)
        var task: AutomationTask
        if let known {
            task = known
            task.rename(nil, description: draft.description, at: turn.now)
        } else {
            let id = ids.uuid()
            task = insertTask(
                AutomationTask(
                    id: id, toolID: toolID(of: id), ordinal: try reserve(turn.policies), name: draft.name,
                    description: draft.description, createdAt: turn.now))
        }
        if hasCode {
            let old = task.latest(at: turn.now)?.content ?? TaskContent()
            _ = try reserve(turn.policies)
            task.add(draft.change.applied(to: old), id: versionID("\(task.lastNumber + 1)", of: task.id), at: turn.now)
        } else if let latest = task.latest(at: turn.now)?.number {
            task.update(latest, with: draft.change, at: turn.now)
        }
        tasks[task.id] = task
        return task
    }

    /// Changes name and description. Throws 409 for another task's name.
    mutating func renameTask(
        _ id: String, to name: String?, description: String?, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> AutomationTask {
        var task = try changeableTask(id, turn)
        if let name, name != task.name {
            guard taskReferences[Self.reference(name: name)] == nil else { throw .taskNameTaken(name) }
            taskReferences[Self.reference(name: task.name)] = nil
            taskReferences[Self.reference(name: name)] = task.id
        }
        task.rename(name, description: description, at: turn.now)
        tasks[task.id] = task
        return task
    }

    /// Deletes a task with its versions; runs that are under way go on. Its name is free again.
    mutating func deleteTask(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        let task = try changeableTask(id, turn)
        taskReferences[Self.reference(name: task.name)] = nil
        taskReferences[Self.reference(tool: task.toolID)] = nil
        tasks[task.id] = nil
        giveBackFileBytes(task.byteCount)
        release(task.objectCount)
    }

    /// Inserts a task whose place is reserved.
    @discardableResult
    mutating func insertTask(_ task: AutomationTask) -> AutomationTask {
        tasks[task.id] = task
        taskReferences[Self.reference(name: task.name)] = task.id
        taskReferences[Self.reference(tool: task.toolID)] = task.id
        return task
    }

    /// The id of a version: the same whenever it is asked, so that runs need not keep it.
    func versionID(_ word: String, of taskID: String) -> String {
        var ids = ids.derived(for: "task/\(taskID)/version/\(word)")
        return ids.uuid()
    }

    // MARK: - Names

    /// The id of the tool that a task is behind.
    func toolID(of taskID: String) -> String {
        var ids = ids.derived(for: "task/\(taskID)/tool")
        return ids.uuid()
    }

    /// `wanted` or, where another task has it, the same with a part of the id.
    func freeName(_ wanted: String, id: String) -> String {
        if !wanted.isEmpty, taskReferences[Self.reference(name: wanted)] == nil { return wanted }
        return "\(wanted.isEmpty ? "task" : String(wanted.prefix(200)))-\(Self.name(from: id).prefix(36))"
    }

    /// A name as `/v1/task` takes them, made of any text.
    static func name(from text: String) -> String {
        let letters = text.unicodeScalars.prefix(255).map { Character($0) }
        return String(letters.map { AutomationTask.isOfName($0) ? $0 : "-" })
    }

    private static func reference(name: String) -> String { "name/\(name)" }
    private static func reference(tool: String) -> String { "tool/\(tool)" }
}

extension AutomationTask {
    /// Whether a character may be in a name (anchor.md 10, Task).
    static func isOfName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_" || character == "-")
    }

    /// Whether a text can be a name.
    static func isName(_ text: String) -> Bool { (1...255).contains(text.utf8.count) && text.allSatisfy(isOfName) }
}
