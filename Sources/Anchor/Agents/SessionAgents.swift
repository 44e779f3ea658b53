import Kernel

/// What agents do in a session, as far as the session's own life depends on it. What is over is summed up.
struct SessionAgents: Codable, Sendable, Equatable {
    /// How many agents can be at work in a session at once (ours).
    static let most = 100

    /// Whether the session was made for an agent.
    var isInitiator = false
    /// How many runs there were in all.
    var executions = 0
    /// The ids of the runs that were not over when somebody looked last, in the order of starting.
    var open: [String] = []
    /// How many steps the others took.
    private(set) var finishedSteps = 0
    /// When the last of the others was over.
    private(set) var finishedAt = Moment.earliest
    /// Until when an agent works in it, as far as is known: so long it is not idle.
    private(set) var until = Moment.earliest
    /// When it ends because its agent is done; nil if it does not, or that is not known yet.
    private(set) var end: Moment?

    /// How many steps its agents have taken.
    ///
    /// - Parameter run: the run of an id.
    func steps(at now: Moment, _ run: (String) -> AgentRun?) -> Int {
        open.reduce(finishedSteps) { $0 + (run($1)?.steps(at: now) ?? 0) }
    }

    /// Takes in what became of the runs.
    ///
    /// - Parameter runs: the open ones, in order.
    mutating func settle(_ runs: [AgentRun], at now: Moment) {
        var left: [AgentRun] = []
        for run in runs {
            if let endsAt = run.endsAt, endsAt <= now {
                finishedSteps = min(finishedSteps + run.steps(at: now), Counter.limit)
                finishedAt = max(finishedAt, endsAt)
            } else {
                left.append(run)
            }
            if run.endsSession { end = run.endsAt }
        }
        open = left.map(\.id)
        until = left.reduce(finishedAt) { max($0, $1.endsAt ?? .latest) }
    }
}
