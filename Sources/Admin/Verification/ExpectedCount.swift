/// How many exchanges an expectation wants.
struct ExpectedCount: Equatable {
    let range: ClosedRange<Int>

    /// At least one where nothing is said; nil where the bounds exclude each other.
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
