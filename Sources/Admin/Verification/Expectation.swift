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
    /// How many; nil if the numbers that were given exclude each other.
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

/// How many exchanges an expectation wants.
struct ExpectedCount: Equatable {
    let range: ClosedRange<Int>

    /// At least one if no number is given; nil if the numbers exclude each other.
    init?(exactly: Int?, atLeast: Int?, atMost: Int?) {
        if let exactly {
            guard atLeast == nil, atMost == nil else { return nil }
            range = exactly...exactly
            return
        }
        let (least, most) = (atLeast ?? (atMost == nil ? 1 : 0), atMost ?? .max)
        guard least <= most else { return nil }
        range = least...most
    }

    /// For example `exactly 1`, `at least 2`, `from 1 to 3`.
    var words: String {
        switch (range.lowerBound, range.upperBound) {
        case (0, 0): "no"
        case (let least, let most) where least == most: "exactly \(least)"
        case (let least, .max): "at least \(least)"
        case (0, let most): "at most \(most)"
        case (let least, let most): "from \(least) to \(most)"
        }
    }
}
