/// A rule in a world's book, and how it has fared.
struct RuleEntry: Codable, Equatable, Sendable {
    let id: String
    let rule: Rule
    /// Unlike ids, never given twice in a book.
    let serial: Int
    /// Whether it was added at run time: those go before the scenario's.
    let isAdded: Bool
    private(set) var matched = 0
    private(set) var draws = 0

    init(_ rule: Rule, id: String, serial: Int, isAdded: Bool) {
        self.id = id
        self.rule = rule
        self.serial = serial
        self.isAdded = isAdded
    }

    var isUsedUp: Bool { rule.times.map { matched >= $0 } ?? false }

    /// Whether it is for requests of this operation, whatever else they have.
    func isFor(operation: String?) -> Bool {
        RequestPattern(on: rule.on).fits(operation: operation)
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
