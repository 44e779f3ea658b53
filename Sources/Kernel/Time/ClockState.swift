/// A world's clock as a value: the mode, the instant, and who waits for which instant.
///
/// Every event returns the sleepers whose deadline has come, earliest first; waking them is the caller's business.
struct ClockState {
    /// What a sleeper has to do next.
    enum Wait: Equatable {
        case over
        case untilWoken
        /// Time passes by itself: it is over after so much real time unless someone wakes it earlier.
        case untilWokenOrAfter(TimeSpan)
    }

    private enum Time {
        case running(ahead: TimeSpan)
        case frozen(at: Moment)
    }

    private var time: Time
    private var sleepers: [SleeperID: Moment] = [:]
    private var retired = false

    init(start: Moment?, mode: ClockMode, wall: Moment) {
        switch mode {
        case .running: time = .running(ahead: (start ?? wall) - wall)
        case .frozen: time = .frozen(at: start ?? wall)
        }
    }

    func now(wall: Moment) -> Moment {
        switch time {
        case .running(let ahead): wall + ahead
        case .frozen(let moment): moment
        }
    }

    var mode: ClockMode {
        switch time {
        case .running: .running
        case .frozen: .frozen
        }
    }

    /// The deadlines of all sleepers, earliest first.
    var deadlines: [Moment] { sleepers.values.sorted() }

    mutating func set(to wanted: Moment, wall: Moment) throws(ClockRefusal) -> [SleeperID] {
        let now = now(wall: wall)
        guard wanted >= now else { throw .backwards(now: now, wanted: wanted) }
        move(to: wanted, wall: wall)
        return takeDue(at: wanted)
    }

    mutating func advance(by span: TimeSpan, wall: Moment) throws(ClockRefusal) -> [SleeperID] {
        guard span >= .zero else { throw .negative(span) }
        let wanted = now(wall: wall) + span
        move(to: wanted, wall: wall)
        return takeDue(at: wanted)
    }

    /// Stops or starts time at the instant it shows. All sleepers are returned, because how they wait changes.
    mutating func change(to mode: ClockMode, wall: Moment) -> [SleeperID] {
        let now = now(wall: wall)
        switch mode {
        case .running: time = .running(ahead: now - wall)
        case .frozen: time = .frozen(at: now)
        }
        return takeAll()
    }

    /// The world is gone: nobody will advance this clock again, so nobody may wait for it.
    mutating func retire() -> [SleeperID] {
        retired = true
        return takeAll()
    }

    /// How a sleeper with this deadline waits from now on.
    func wait(for deadline: Moment, wall: Moment) -> Wait {
        let now = now(wall: wall)
        if retired || deadline <= now { return .over }
        return mode == .frozen ? .untilWoken : .untilWokenOrAfter(deadline - now)
    }

    mutating func enlist(_ sleeper: SleeperID, deadline: Moment) {
        sleepers[sleeper] = deadline
    }

    mutating func dismiss(_ sleeper: SleeperID) -> Bool {
        sleepers.removeValue(forKey: sleeper) != nil
    }

    private mutating func move(to moment: Moment, wall: Moment) {
        switch time {
        case .running: time = .running(ahead: moment - wall)
        case .frozen: time = .frozen(at: moment)
        }
    }

    private mutating func takeDue(at now: Moment) -> [SleeperID] {
        let due = sleepers.filter { $0.value <= now }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        for (sleeper, _) in due { sleepers.removeValue(forKey: sleeper) }
        return due.map(\.key)
    }

    private mutating func takeAll() -> [SleeperID] {
        defer { sleepers = [:] }
        return sleepers.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }
}
