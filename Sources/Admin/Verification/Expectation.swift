import Kernel

/// Which exchanges a test expects, and how many of them.
struct Expectation: Decodable, ObjectDescribed {
    /// What the members are for.
    static let descriptions = RequestCriteria.descriptions.merging([
        "exactly": FieldDescription("How many there must be.", range: 0...Int.max),
        "atLeast": FieldDescription("How many there must be at least; 1 where no number is given.", range: 0...Int.max),
        "atMost": FieldDescription("How many there may be at most.", range: 0...Int.max),
    ]) { first, _ in first }

    static let objectDescription = ObjectDescription(descriptions)

    private enum CodingKeys: String, CodingKey {
        case exactly, atLeast, atMost
    }

    /// Which exchanges.
    let criteria: RequestCriteria
    /// How many; nil where the numbers that were given exclude each other.
    let count: ExpectedCount?
    /// Whether a number was given.
    let hasCount: Bool

    init(from decoder: any Decoder) throws {
        criteria = try RequestCriteria(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let exactly = try container.decodeIfPresent(Int.self, forKey: .exactly)
        let atLeast = try container.decodeIfPresent(Int.self, forKey: .atLeast)
        let atMost = try container.decodeIfPresent(Int.self, forKey: .atMost)
        count = ExpectedCount(exactly: exactly, atLeast: atLeast, atMost: atMost)
        hasCount = exactly != nil || atLeast != nil || atMost != nil
    }
}
