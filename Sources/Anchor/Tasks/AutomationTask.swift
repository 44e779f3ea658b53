import Kernel
import KernelHTTP

/// A task with its versions: what `/v2/tasks` generates and `/v1/task` makes (anchor.md 12.9 and 12.10). Both are the same tasks.
struct AutomationTask: Codable, Sendable, Equatable {
    /// A UUID, unless a client brought its own (policy `unknownIds`).
    let id: String
    /// The id of the tool that the task is behind: it finds the task as well (anchor.md 9, row 41).
    let toolID: String
    /// The place in the order of making.
    let ordinal: Int64
    /// What `/v1/task` knows it by: letters, digits, `_` and `-`, once in a world.
    private(set) var name: String
    /// What it was called when it was generated; nil if that is the name.
    let title: String?
    private(set) var description: String?
    /// The application that it belongs to; nil if it belongs to none.
    let applicationID: String?
    /// How far the writing of it is; nil if a person wrote it.
    let generation: TaskGeneration?
    /// The versions that have a number, in order. One that is being generated is among them before its time.
    private(set) var versions: [TaskVersion] = []
    private(set) var draft: TaskVersion?
    /// The highest number that any version ever had.
    private(set) var lastNumber = 0
    /// The runs that mend it if they end well.
    private(set) var healingRuns: [String] = []
    let createdAt: Moment
    private(set) var updatedAt: Moment

    init(
        id: String, toolID: String, ordinal: Int64, name: String, title: String? = nil, description: String? = nil,
        applicationID: String? = nil, generation: TaskGeneration? = nil, createdAt: Moment
    ) {
        self.id = id
        self.toolID = toolID
        self.ordinal = ordinal
        self.name = name
        self.title = title
        self.description = description
        self.applicationID = applicationID
        self.generation = generation
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// What a scenario's results are matched with.
    var displayName: String { title ?? name }

    /// How many objects it is: itself and every version.
    var objectCount: Int { 1 + versions.count + (draft == nil ? 0 : 1) }

    /// How many bytes its code has.
    var byteCount: Int { versions.reduce(draft?.code.utf8.count ?? 0) { $0 + $1.code.utf8.count } }

    /// The versions with a number that are there, in order.
    func versions(at now: Moment) -> [TaskVersion] { versions.filter { $0.createdAt <= now } }

    /// The one with the highest number; nil if there is none.
    func latest(at now: Moment) -> TaskVersion? { versions.last { $0.createdAt <= now } }

    /// The version that is meant; nil if there is none.
    func version(_ choice: TaskVersionChoice, at now: Moment) -> TaskVersion? {
        switch choice {
        case .latest: latest(at: now)
        case .draft: draft
        case .number(let number): versions.first { $0.number == number && $0.createdAt <= now }
        case .id(let id): ([draft].compactMap(\.self) + versions(at: now)).first { $0.id == id }
        }
    }

    // MARK: - Transitions

    /// Changes what is said of it; nil stays.
    mutating func rename(_ name: String?, description: String?, at now: Moment) {
        self.name = name ?? self.name
        self.description = description ?? self.description
        updatedAt = now
    }

    /// Puts another draft in the place of the one that is there.
    mutating func save(draft content: TaskContent, id: String, at now: Moment) {
        draft = TaskVersion(id: id, number: nil, content: content, createdAt: draft?.createdAt ?? now, updatedAt: now)
        updatedAt = now
    }

    /// Adds the version of the next number, from `start` on.
    mutating func add(_ content: TaskContent, id: String, at start: Moment) {
        lastNumber += 1
        versions.append(
            TaskVersion(id: id, number: lastNumber, content: content, createdAt: start, updatedAt: start))
        updatedAt = max(updatedAt, start)
    }

    /// The draft is a version, or is not needed any longer.
    mutating func dropDraft(at now: Moment) {
        draft = nil
        updatedAt = now
    }

    /// Changes what a version has; what `change` does not say stays.
    mutating func update(_ number: Int, with change: TaskContentChange, at now: Moment) {
        guard let index = versions.firstIndex(where: { $0.number == number }) else { return }
        versions[index].apply(change, at: now)
        updatedAt = now
    }

    mutating func deleteVersion(_ number: Int, at now: Moment) {
        versions.removeAll { $0.number == number }
        updatedAt = now
    }

    /// A run is under way that mends it.
    mutating func await(healing runID: String) { healingRuns.append(runID) }

    /// What runs did to it that are over by now: each that ended well leaves a draft, made of the newest version
    /// (anchor.md 12.9).
    ///
    /// - Parameters:
    ///   - runs: the runs, by their ids.
    ///   - draftID: the id that the draft has.
    func healed(by runs: Table<String, AgentRun>, draftID: String, at now: Moment) -> AutomationTask {
        if healingRuns.isEmpty { return self }
        var task = self
        task.healingRuns = []
        for id in healingRuns {
            guard let run = runs[id] else { continue }
            switch run.progress(at: now) {
            case .succeeded:
                guard var content = task.latest(at: now)?.content, let end = run.endsAt else { break }
                content.description = "Healed by run \(id)"
                if task.draft.map({ $0.updatedAt <= end }) ?? true { task.save(draft: content, id: draftID, at: end) }
            case .queued, .running, .asking: task.healingRuns.append(id)
            case .failed, .cancelled: break
            }
        }
        return task
    }
}

/// Which version of a task is meant.
enum TaskVersionChoice: Sendable, Equatable {
    case latest
    case draft
    case number(Int)
    /// By its own id.
    case id(String)

    /// As paths and bodies have it: `latest`, `draft` or digits; anything else is a version's id.
    init(_ word: String) {
        switch word {
        case "latest": self = .latest
        case "draft": self = .draft
        default:
            let isNumber = !word.isEmpty && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
            // A number that no version can have is unknown.
            self = isNumber ? .number(Int(word) ?? 0) : .id(ObjectID(word).text)
        }
    }
}

/// One version of a task.
struct TaskVersion: Codable, Sendable, Equatable {
    let id: String
    /// From 1; nil for the draft.
    let number: Int?
    private(set) var content: TaskContent
    /// From when on it is there.
    let createdAt: Moment
    private(set) var updatedAt: Moment

    init(id: String, number: Int?, content: TaskContent, createdAt: Moment, updatedAt: Moment) {
        self.id = id
        self.number = number
        self.content = content
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The word for it in answers.
    var word: String { number.map(String.init) ?? "draft" }

    /// In base64.
    var code: String { content.code }

    mutating func apply(_ change: TaskContentChange, at now: Moment) {
        content = change.applied(to: content)
        updatedAt = now
    }
}

/// What a version is made of.
struct TaskContent: Codable, Sendable, Equatable {
    /// The vendor's words (anchor.md 9, row 40).
    enum Language: String, Codable, CaseIterable, Sendable { case typescript, workflow }

    /// In base64.
    var code = ""
    var language = Language.typescript
    var description: String?
    /// The session that its runs have if they are given none; nil for the default one.
    var configuration: SessionConfiguration?
    /// What its runs need, and what they give.
    var inputs: [TaskParameter] = []
    var outputs: [TaskParameter] = []
    /// Whether its agent may ask a person.
    var mayAsk = true
}

/// What a client says of a version; nil stays as it was.
struct TaskContentChange: Sendable {
    var code: String?
    var language: TaskContent.Language?
    var description: String?
    var configuration: SessionConfiguration?

    func applied(to old: TaskContent) -> TaskContent {
        var content = old
        content.code = code ?? old.code
        content.language = language ?? old.language
        content.description = description ?? old.description
        content.configuration = configuration ?? old.configuration
        return content
    }
}

/// How far the writing of a task is: a function of the time alone.
struct TaskGeneration: Codable, Sendable, Equatable {
    /// The vendor's words (anchor.md 10).
    enum Status: String, Sendable {
        case generating, ready, failed
        case waiting = "waiting-for-session"
    }

    /// When it has the session that it is written in.
    let startsAt: Moment
    let endsAt: Moment
    /// Why it fails; nil if it does not.
    let failure: String?

    /// The status at `now`. At the instant of its end it has ended.
    func status(at now: Moment) -> Status {
        if now >= endsAt { return failure == nil ? .ready : .failed }
        return now >= startsAt ? .generating : .waiting
    }
}
