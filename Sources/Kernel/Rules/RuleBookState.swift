/// The rules of a world in the order in which they are asked, and how each has fared.
public struct RuleBookState: Codable, Equatable, Sendable {
    /// How the search for a request's rule goes on.
    enum Search {
        /// A rule acts, and has been counted.
        case found(RuleUse)
        case none
        /// That depends on whether the conditions of these hold.
        case undecided([RuleEntry])
    }

    /// How many rules a world may have: every request is held against all of them.
    public static let most = 1000

    private(set) var entries: [RuleEntry] = []
    private var machines = RuleMachines()
    private let seed: UInt64
    @Counter private var serial = 0

    /// A scenario's rules, those of equal priority in the order in which the file has them.
    ///
    /// - Parameter seed: what probabilities and delays are drawn from.
    public init(_ rules: [Rule] = [], seed: UInt64 = 0) {
        self.seed = seed
        for rule in rules { _ = put(rule, isAdded: false) }
    }

    /// The states of the machines that were moved.
    public var machineStates: [String: String] { machines.states }

    /// Whether there is room for a rule, be it in the place of the one with its id.
    func hasRoom(for rule: Rule) -> Bool {
        entries.count < Self.most || rule.id.map { id in entries.contains { $0.id == id } } ?? false
    }

    /// Puts a rule before all others of its priority: what a test adds wins over what its scenario says.
    mutating func add(_ rule: Rule) -> RuleEntry {
        put(rule, isAdded: true)
    }

    /// Goes through the rules in order up to the first that acts, which is counted as used in the same step.
    mutating func take(operation: String?, _ knowledge: inout RuleKnowledge) -> Search {
        var undecided: [RuleEntry] = []
        for index in entries.indices {
            let entry = entries[index]
            guard isReady(entry), entry.isFor(operation: operation, namedInFull: knowledge.isOutgoing),
                !knowledge.lost.contains(entry.serial)
            else {
                continue
            }
            if entry.rule.when != nil {
                guard let holds = knowledge.holds[entry.serial] else {
                    undecided.append(entry)
                    continue
                }
                guard holds else { continue }
            }
            // Whether a later rule acts depends on the earlier ones that are undecided.
            guard undecided.isEmpty else { break }
            if entries[index].draw(seed: seed) { return .found(use(at: index)) }
            knowledge.lost.insert(entry.serial)
        }
        return undecided.isEmpty ? .none : .undecided(undecided)
    }

    /// Removes the rule `id`; nil if there is none.
    mutating func remove(id: String) -> RuleEntry? {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
        return entries.remove(at: index)
    }

    /// Removes all rules, puts their state machines back to where they began, and returns how many rules there were.
    mutating func removeAll() -> Int {
        defer {
            entries = []
            machines = RuleMachines()
        }
        return entries.count
    }

    private func isReady(_ entry: RuleEntry) -> Bool {
        !entry.isUsedUp && entry.rule.state.map(machines.allow) ?? true
    }

    private mutating func use(at index: Int) -> RuleUse {
        let numbers = entries[index].use(seed: seed)
        if let transition = entries[index].rule.state { machines.follow(transition) }
        return RuleUse(RuleStatus(entries[index]), numbers: numbers)
    }

    private mutating func put(_ rule: Rule, isAdded: Bool) -> RuleEntry {
        serial += 1
        let entry = RuleEntry(rule, id: rule.id.map { ObjectID($0).text } ?? freeID(), serial: serial, isAdded: isAdded)
        entries.removeAll { $0.id == entry.id }
        entries.insert(entry, at: entries.firstIndex(where: entry.goesBefore) ?? entries.endIndex)
        return entry
    }

    /// An id for a rule without one, which may not be that of another.
    private func freeID() -> String {
        var number = serial
        while entries.contains(where: { $0.id == "rule-\(number)" }) { number += 1 }
        return "rule-\(number)"
    }
}

/// A rule in a world's book, and how it has fared.
struct RuleEntry: Codable, Equatable, Sendable {
    let id: String
    let rule: Rule
    /// Unlike ids, never given twice in a book.
    @Counter private(set) var serial: Int
    /// Whether it was added at run time: those go before the scenario's.
    let isAdded: Bool
    @Counter private(set) var matched = 0
    @Counter private(set) var draws = 0

    init(_ rule: Rule, id: String, serial: Int, isAdded: Bool) {
        self.id = id
        self.rule = rule
        self.serial = serial
        self.isAdded = isAdded
    }

    var isUsedUp: Bool { rule.times.map { matched >= $0 } ?? false }

    /// Whether it is for requests of this operation, whatever else they have.
    ///
    /// - Parameter isNamedInFull: whether only a rule is meant that names the operation without `*`.
    func isFor(operation: String?, namedInFull isNamedInFull: Bool = false) -> Bool {
        if isNamedInFull { return rule.on?.description == operation }
        return RequestPattern(on: rule.on).fits(operation: operation)
    }

    /// Whether it goes before `other`, of which it was added later.
    func goesBefore(_ other: RuleEntry) -> Bool {
        let (own, others) = (rule.priority ?? 0, other.rule.priority ?? 0)
        return own == others ? isAdded : own > others
    }

    /// Whether its probability lets it act this time.
    mutating func draw(seed: UInt64) -> Bool {
        guard let probability = rule.probability else { return true }
        draws += 1
        var numbers = SplitMix64(seed: seed ^ SplitMix64.hash(id) ^ SplitMix64.mix(UInt64(draws)))
        return numbers.nextFraction() < probability
    }

    /// Counts one more use and returns what it draws its delays from.
    mutating func use(seed: UInt64) -> SplitMix64 {
        matched += 1
        return SplitMix64(seed: ~seed ^ SplitMix64.hash(id) ^ SplitMix64.mix(UInt64(matched)))
    }
}

/// Read from a snapshot or a data file only. What Drydock wrote was checked when it came; what was edited since is refused where a
/// number in it would trap when the rule acts.
extension RuleEntry {
    private enum CodingKeys: String, CodingKey {
        case id, rule, serial, isAdded, matched, draws
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        rule = try container.decode(Rule.self, forKey: .rule)
        isAdded = try container.decode(Bool.self, forKey: .isAdded)
        _serial = try container.decode(Counter.self, forKey: .serial)
        _matched = try container.decode(Counter.self, forKey: .matched)
        _draws = try container.decode(Counter.self, forKey: .draws)
        if let problem = rule.outOfBounds { throw DecodingError.malformed(decoder, "rule \(id): \(problem)") }
    }
}

/// What one request has found out about the rules it was held against, so that nothing is found out twice.
struct RuleKnowledge {
    /// Whether it is a request that Drydock sends.
    var isOutgoing = false
    /// Whether the conditions of the rule with this serial number hold.
    var holds: [Int: Bool] = [:]
    /// The rules whose draw was lost.
    var lost: Set<Int> = []
}

/// The state machines of a world's rules, by name. One that nobody has moved is in the state `started`.
private struct RuleMachines: Codable, Equatable, Sendable {
    private(set) var states: [String: String] = [:]

    /// Whether the transition's state is the machine's.
    func allow(_ transition: RuleTransition) -> Bool {
        guard let wanted = transition.from else { return true }
        return states[transition.machine ?? Self.usual] ?? Self.first == wanted
    }

    /// Moves the transition's machine.
    mutating func follow(_ transition: RuleTransition) {
        guard let next = transition.to else { return }
        states[transition.machine ?? Self.usual] = next
    }

    private static let usual = "default"
    private static let first = "started"
}
