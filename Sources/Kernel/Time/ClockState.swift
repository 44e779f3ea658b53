/// A world's clock as a value: the mode, the instant, who waits for which instant, and who has the permit to act.
///
/// Every event returns the sleepers to wake; waking them is the caller's business. Those whose deadline has come get the permit
/// one after the other, earliest first: the next one is returned when the one before it has given it back.
struct ClockState {
    /// What a sleeper has to do next.
    enum Wait: Equatable {
        case over
        case untilWoken
        /// Time passes by itself: it is over after so much real time unless someone wakes it earlier.
        case untilWokenOrAfter(TimeSpan)
    }

    /// Where the clock stands.
    private(set) var position: ClockPosition
    private var sleepers: [SleeperID: WakeUp] = [:]
    /// Those whose deadline has come and who have yet to get the permit, in the order in which they get it.
    private var due: [SleeperID] = []
    /// Who has the permit.
    private var awake: SleeperID?
    private var retired = false

    init(start: Moment?, mode: ClockMode, wall: Moment) {
        switch mode {
        case .running: position = .running(ahead: (start ?? wall) - wall)
        case .frozen: position = .frozen(at: start ?? wall)
        }
    }

    /// What the clock shows when real time is `wall`.
    func now(wall: Moment) -> Moment { position.now(wall: wall) }

    /// Whether time passes by itself.
    var mode: ClockMode { position.mode }

    /// The instants that are waited for, earliest first.
    var wakeUps: [WakeUp] { inOrder(sleepers).map(\.value) }

    /// Moves the clock forwards to an instant.
    mutating func set(to wanted: Moment, wall: Moment) throws(ClockRefusal) -> [SleeperID] {
        let now = now(wall: wall)
        guard wanted >= now else { throw .backwards(now: now, wanted: wanted) }
        move(to: wanted, wall: wall)
        return takeDue(at: wanted)
    }

    /// Moves the clock forwards by a span.
    mutating func advance(by span: TimeSpan, wall: Moment) throws(ClockRefusal) -> [SleeperID] {
        guard span >= .zero else { throw .negative(span) }
        let now = now(wall: wall)
        guard span <= Moment.latest - now else { throw .beyondLatest(now: now, by: span) }
        let wanted = now + span
        move(to: wanted, wall: wall)
        return takeDue(at: wanted)
    }

    /// Stops or starts time at the instant it shows. All sleepers are returned, because how they wait changes.
    mutating func change(to mode: ClockMode, wall: Moment) -> [SleeperID] {
        let now = now(wall: wall)
        switch mode {
        case .running: position = .running(ahead: now - wall)
        case .frozen: position = .frozen(at: now)
        }
        return takeAll()
    }

    /// The world is gone: nobody will advance this clock again, so nobody may wait for it.
    mutating func retire() -> [SleeperID] {
        retired = true
        defer { due = [] }
        return due + takeAll()
    }

    /// How a sleeper with this deadline waits from now on.
    func wait(for deadline: Moment, wall: Moment) -> Wait {
        let now = now(wall: wall)
        if retired || deadline <= now { return .over }
        return mode == .frozen ? .untilWoken : .untilWokenOrAfter(deadline - now)
    }

    /// Notes that a sleeper waits.
    mutating func enlist(_ sleeper: SleeperID, for wakeUp: WakeUp) {
        sleepers[sleeper] = wakeUp
    }

    /// Forgets a sleeper; returns false if it was woken already.
    mutating func dismiss(_ sleeper: SleeperID) -> Bool {
        if sleepers.removeValue(forKey: sleeper) != nil { return true }
        guard let place = due.firstIndex(of: sleeper) else { return false }
        due.remove(at: place)
        return true
    }

    /// Whether this sleeper has the permit.
    func hasPermit(_ sleeper: SleeperID) -> Bool { awake == sleeper }

    /// Takes the permit back from a sleeper that has it, and returns who gets it next.
    mutating func releasePermit(of sleeper: SleeperID) -> [SleeperID] {
        guard awake == sleeper else { return [] }
        awake = nil
        return grantNext()
    }

    private mutating func move(to moment: Moment, wall: Moment) {
        switch position {
        case .running: position = .running(ahead: moment - wall)
        case .frozen: position = .frozen(at: moment)
        }
    }

    private mutating func takeDue(at now: Moment) -> [SleeperID] {
        let come = inOrder(sleepers.filter { $0.value.deadline <= now }).map(\.key)
        for sleeper in come { sleepers.removeValue(forKey: sleeper) }
        due += come
        return grantNext()
    }

    private mutating func grantNext() -> [SleeperID] {
        guard awake == nil, !due.isEmpty else { return [] }
        let next = due.removeFirst()
        awake = next
        return [next]
    }

    private mutating func takeAll() -> [SleeperID] {
        defer { sleepers = [:] }
        return inOrder(sleepers).map(\.key)
    }

    private func inOrder(_ sleepers: [SleeperID: WakeUp]) -> [(key: SleeperID, value: WakeUp)] {
        sleepers.sorted { left, right in
            (left.value.deadline, left.value.request ?? 0, left.key)
                < (right.value.deadline, right.value.request ?? 0, right.key)
        }
    }
}

/// An instant that a request waits for.
public struct WakeUp: Hashable, Sendable {
    /// When it is over.
    public let deadline: Moment
    /// The number of the request in its world; nil if something else waits.
    public let request: Int?
    /// The operation that the request reached; nil if it reached none.
    public let operation: String?

    /// A wake-up at `deadline`.
    public init(at deadline: Moment, request: Int? = nil, operation: String? = nil) {
        self.deadline = deadline
        self.request = request
        self.operation = operation
    }
}

extension WakeUp: JSONWritable {
    /// As `GET /clock` lists it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("at", deadline)
            json.member("request", request)
            json.member("operation", operation)
        }
    }
}

/// The number of one waiting task on one clock, in order of arrival.
struct SleeperID: Hashable, Comparable {
    let number: UInt64

    static func < (left: SleeperID, right: SleeperID) -> Bool { left.number < right.number }
}

/// Why a clock did not move: a world's clock only goes forwards.
public enum ClockRefusal: Error, Equatable {
    /// The wanted instant lies before the clock's own.
    case backwards(now: Moment, wanted: Moment)
    /// The span to advance by is negative.
    case negative(TimeSpan)
    /// The span leads beyond the latest instant that there is.
    case beyondLatest(now: Moment, by: TimeSpan)
}
