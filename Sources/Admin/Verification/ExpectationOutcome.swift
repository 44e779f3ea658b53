import Kernel

/// What became of one expectation.
struct ExpectationOutcome {
    /// What was expected, in words: `exactly 1 request: anchor.createSession where …`.
    let wanted: String
    /// The numbers of the exchanges that are what was expected.
    let found: [Int]
    /// Whether the count is right, and the order where that matters.
    let isMet: Bool
    /// What is wrong, in words; nil where nothing is.
    let problem: String?
    /// What came closest, where too few were found.
    let nearest: NearMiss?

    /// The most numbers that are listed.
    private static let mostNumbers = 100
}

extension ExpectationOutcome: JSONWritable {
    /// `{wanted, met, found, requests, problem, nearest}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("wanted", wanted)
            json.member("met", isMet)
            json.member("found", found.count)
            json.member("requests", Array(found.prefix(Self.mostNumbers)))
            json.member("problem", problem)
            json.member("nearest", nearest)
        }
    }
}
