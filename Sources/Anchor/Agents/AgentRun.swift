import Kernel

/// The work of an agent in a session: what a web task, a task and a legacy task have in common. How far it is, is a function of
/// the time alone, with no task behind it.
struct AgentRun: Codable, Sendable, Equatable {
    /// What asked for it.
    enum Kind: String, Codable, CaseIterable, Sendable { case webTask, task, legacyTask }

    /// How far it is.
    enum Progress: Sendable, Equatable {
        case queued
        case running
        /// It stands still until its question is answered.
        case asking(AgentQuestion, since: Moment)
        case succeeded(JSONValue)
        case failed(AgentFailure)
        case cancelled

        /// Whether nothing comes after it.
        var isOver: Bool {
            switch self {
            case .queued, .running, .asking: false
            case .succeeded, .failed, .cancelled: true
            }
        }
    }

    /// That a person answered. What is not kept: it may be a password.
    struct Answer: Codable, Sendable, Equatable {
        let askedAt: Moment
        let answeredAt: Moment
    }

    /// The run's id, as its kind has it.
    let id: String
    /// The place in the order of making.
    let ordinal: Int64
    let kind: Kind
    /// The session that it happens in.
    let sessionID: String
    /// The identity that it uses; nil if it uses none.
    let identityID: String?
    /// The task that it is a run of, and the task's version; nil for a web task.
    let taskID: String?
    let taskVersion: String?
    /// The id of the question that it may ask.
    let questionID: String
    let createdAt: Moment
    /// When it stops being queued.
    let startsAt: Moment
    /// When the session ends by itself at the latest, and with it the run; nil if it does not.
    private(set) var deadline: Moment?
    /// What the agent does.
    let plan: AgentPlan
    /// Whether the session ends with it.
    let endsSession: Bool
    private(set) var answer: Answer?
    /// Why and when it was ended from outside; nil if it was not.
    private(set) var stop: Stop?
    private(set) var isPaused = false
    /// When its question came, once that cannot be told from what was done.
    private var asked: Moment?
    /// How much of its work was done at `since`; from there on it works, unless it is paused or waits for an answer.
    private var done = TimeSpan.zero
    private var since: Moment

    /// An end that came from outside.
    struct Stop: Codable, Sendable, Equatable {
        let at: Moment
        /// nil if it was cancelled.
        let failure: AgentFailure?
    }

    init(
        id: String, ordinal: Int64, kind: Kind, sessionID: String, questionID: String, plan: AgentPlan,
        createdAt: Moment, queuedFor: TimeSpan = .zero, deadline: Moment? = nil, identityID: String? = nil,
        taskID: String? = nil, taskVersion: String? = nil, endsSession: Bool = false
    ) {
        self.id = id
        self.ordinal = ordinal
        self.kind = kind
        self.sessionID = sessionID
        self.questionID = questionID
        self.plan = plan
        self.createdAt = createdAt
        self.deadline = deadline
        self.identityID = identityID
        self.taskID = taskID
        self.taskVersion = taskVersion
        self.endsSession = endsSession
        startsAt = createdAt + queuedFor
        since = startsAt
    }

    /// The question, as long as nobody has answered it.
    private var openQuestion: AgentQuestion? { answer == nil ? plan.question : nil }

    /// When the question comes, or came; nil if there is none or something has to happen before.
    var askedAt: Moment? {
        if let known = answer?.askedAt ?? asked { return known }
        guard let question = openQuestion, stop == nil, !isPaused else { return nil }
        let at = since + (question.after - done)
        return deadline.map { at < $0 } ?? true ? at : nil
    }

    /// When the work is done if nothing happens before; nil if something has to.
    private var doneAt: Moment? { isPaused || openQuestion != nil ? nil : since + (plan.work - done) }

    /// When it ended or will end if nothing happens before; nil if something has to happen before.
    var endsAt: Moment? { [stop?.at, doneAt, deadline].compactMap(\.self).min() }

    /// How much of its work is done at `now`.
    func worked(at now: Moment) -> TimeSpan {
        let end = endsAt.map { min($0, now) } ?? now
        guard !isPaused, asked == nil || answer != nil else { return done }
        return min(done + end.elapsed(since: since), openQuestion?.after ?? plan.work)
    }

    /// How many steps it has taken at `now`: as much of them as of its work.
    func steps(at now: Moment) -> Int {
        if let endsAt, now >= endsAt, stop == nil, doneAt == endsAt { return plan.steps }
        let (worked, all) = (worked(at: now).milliseconds, plan.work.milliseconds)
        guard now >= startsAt, all > 0 else { return 0 }
        return Int(Double(plan.steps) * (Double(worked) / Double(all)))
    }

    /// How far it is at `now`. At the instant of its end it has ended.
    func progress(at now: Moment) -> Progress {
        if let endsAt, now >= endsAt { return end(at: endsAt) }
        if now < startsAt { return .queued }
        if let question = openQuestion, let askedAt, now >= askedAt { return .asking(question, since: askedAt) }
        return .running
    }

    private func end(at end: Moment) -> Progress {
        if let stop, stop.at <= end { return stop.failure.map(Progress.failed) ?? .cancelled }
        guard doneAt == end else { return isTooLong ? .cancelled : .failed(.sessionTimedOut) }
        switch plan.outcome {
        case .result(let result): return .succeeded(result)
        case .failure(let failure): return .failed(failure)
        }
    }

    /// How long a run of a task may take (anchor.md 12.10); the same for `/v2/tasks` is ours.
    static let longestTaskRun = TimeSpan.minutes(180)

    /// Whether its length cancels it, which the vendor says of legacy runs only (anchor.md 12.10).
    var isTooLong: Bool {
        kind == .legacyTask && stop == nil && endsAt == deadline && endsAt == createdAt + Self.longestTaskRun
    }

    /// When its identity turns out not to be signed in if nothing happens before; nil if it does not.
    var identityFailsAt: Moment? { plan.failsIdentity && stop == nil && doneAt == endsAt ? doneAt : nil }

    // MARK: - Transitions

    /// Whether something can still change it. What was ended is over for delayed calls, too, which carry an earlier time.
    private func isOpen(at now: Moment) -> Bool { stop == nil && !progress(at: now).isOver }

    /// The agent stops working. Returns false if it is over or paused already.
    mutating func pause(at now: Moment) -> Bool {
        guard isOpen(at: now), !isPaused else { return false }
        settle(at: now)
        isPaused = true
        return true
    }

    /// The agent goes on. Returns false if it was not paused.
    mutating func resume(at now: Moment) -> Bool {
        guard isOpen(at: now), isPaused else { return false }
        since = max(now, since)
        isPaused = false
        return true
    }

    /// A person answers the question. Returns false if none is open.
    mutating func answer(at now: Moment) -> Bool {
        guard stop == nil, case .asking(let question, let askedAt) = progress(at: now) else { return false }
        answer = Answer(askedAt: askedAt, answeredAt: now)
        asked = nil
        done = question.after
        since = max(now, since)
        return true
    }

    /// It ends before its time: cancelled, or failed. Returns false if it is over.
    mutating func end(because failure: AgentFailure?, at now: Moment) -> Bool {
        guard isOpen(at: now) else { return false }
        settle(at: now)
        stop = Stop(at: max(now, createdAt), failure: failure)
        return true
    }

    /// Its session ends earlier than was known, or later. What is over stays so.
    mutating func setDeadline(_ moment: Moment?) {
        if stop == nil { deadline = moment }
    }

    /// Counts what was done up to now.
    private mutating func settle(at now: Moment) {
        guard !isPaused, now > since else { return }
        if asked == nil, openQuestion != nil, let askedAt, now >= askedAt { asked = askedAt }
        done = worked(at: now)
        since = now
    }
}
