import Kernel
import KernelHTTP

/// The versions of tasks: a draft, and numbers from 1 (anchor.md 12.10).
extension AnchorState {
    /// How many versions a task may have (ours).
    static let mostTaskVersions = 1000

    /// Makes the next version, from now on or from `start`.
    mutating func addVersion(
        _ content: TaskContent, to task: inout AutomationTask, at start: Moment? = nil, _ turn: AnchorTurn
    ) throws(AnchorProblem) {
        try checkRoom(for: task)
        try checkCapacity(turn.policies, for: 1)
        try takeFileBytes(content.code.utf8.count, turn.policies)
        _ = try reserve(turn.policies)
        task.add(content, id: versionID("\(task.lastNumber + 1)", of: task.id), at: start ?? turn.now)
        tasks[task.id] = task
    }

    func checkRoom(for task: AutomationTask) throws(AnchorProblem) {
        guard task.versions.count < Self.mostTaskVersions else { throw .tooManyVersions(Self.mostTaskVersions) }
    }

    /// Makes or replaces the draft.
    mutating func saveDraft(
        _ change: TaskContentChange, of id: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> (task: AutomationTask, draft: TaskVersion) {
        var task = try changeableTask(id, turn)
        let old = task.draft
        let content = change.applied(to: old?.content ?? task.latest(at: turn.now)?.content ?? TaskContent())
        try checkCapacity(turn.policies, for: old == nil ? 1 : 0)
        try takeFileBytes(content.code.utf8.count, for: old?.code.utf8.count ?? 0, turn.policies)
        if old == nil { _ = try reserve(turn.policies) }
        task.save(draft: content, id: versionID("draft", of: task.id), at: turn.now)
        tasks[task.id] = task
        guard let draft = task.draft else { throw .noDraft(task) }
        return (task, draft)
    }

    /// Makes the next version of what is given or, where no code is, of the draft, which is gone then. Throws `missing` if there is
    /// neither.
    mutating func deployTask(
        _ id: String, _ change: TaskContentChange, otherwise missing: (AutomationTask) -> AnchorProblem,
        _ turn: AnchorTurn
    ) throws(AnchorProblem) -> (task: AutomationTask, version: TaskVersion) {
        var task = try changeableTask(id, turn)
        let latest = task.latest(at: turn.now)
        let adopted = turn.policies.unknownIDs == .adopt ? latest?.content : nil
        guard let base = change.code == nil ? task.draft?.content ?? adopted : latest?.content ?? TaskContent() else {
            throw missing(task)
        }
        let draft = change.code == nil ? task.draft : nil
        try addVersion(change.applied(to: base), to: &task, turn)
        if let draft {
            task.dropDraft(at: turn.now)
            giveBackFileBytes(draft.code.utf8.count)
            release()
            tasks[task.id] = task
        }
        guard let version = task.latest(at: turn.now) else { throw missing(task) }
        return (task, version)
    }

    /// Changes the version of a number; the next one is made, as by `deployTask`.
    mutating func updateTaskVersion(
        _ word: String, of id: String, _ change: TaskContentChange, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> (task: AutomationTask, version: TaskVersion) {
        var task = try changeableTask(id, turn)
        if case .number(task.lastNumber + 1) = TaskVersionChoice(word) {
            return try deployTask(id, change, otherwise: { .unknownTaskVersion(word, of: $0) }, turn)
        }
        let (number, old) = try numberedVersion(word, of: task, turn)
        if let code = change.code { try takeFileBytes(code.utf8.count, for: old.code.utf8.count, turn.policies) }
        task.update(number, with: change, at: turn.now)
        tasks[task.id] = task
        return (task, task.version(.number(number), at: turn.now) ?? old)
    }

    /// Deletes the version of a number, or the draft. The number is not used again.
    mutating func deleteTaskVersion(_ word: String, of id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        var task = try changeableTask(id, turn)
        let version: TaskVersion
        if word == "draft" {
            guard let draft = task.draft else { throw .noDraft(task) }
            version = draft
            task.dropDraft(at: turn.now)
        } else {
            let (number, found) = try numberedVersion(word, of: task, turn)
            version = found
            task.deleteVersion(number, at: turn.now)
        }
        giveBackFileBytes(version.code.utf8.count)
        release()
        tasks[task.id] = task
    }

    private func numberedVersion(
        _ word: String, of task: AutomationTask, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> (Int, TaskVersion) {
        let choice = TaskVersionChoice(word)
        if case .number = choice {
        } else if turn.policies.unknownIDs == .refuse {
            throw .versionNotNumbered(word)
        }
        let version = try version(choice, word, of: task, turn)
        guard let number = version.number else { throw .versionNotNumbered(word) }
        return (number, version)
    }
}
