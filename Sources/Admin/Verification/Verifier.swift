import Kernel
import KernelHTTP

/// Compares a journal with expectations.
struct Verifier {
    let entries: JournalEntries
    let diagnosis: Diagnosis
    let mask: SecretMask

    /// What became of each expectation, in order. Throws if that takes too long.
    func outcomes(of request: VerificationRequest) throws(ControlRefusal) -> [ExpectationOutcome] {
        let budget = SearchBudget()
        let expectations = request.expectations
        let finds = finds(of: expectations, within: budget)
        let lacking = expectations.indices.filter { finds[$0].count < expectations[$0].count?.range.lowerBound ?? 1 }
        let nearest = nearest(to: lacking.map { ($0, expectations[$0]) }, within: budget)
        try budget.check()
        var position = Position()
        return zip(expectations.indices, expectations).map { index, expectation in
            let found = finds[index].sorted()
            // Reading the body refuses an expectation whose count is nil.
            let count = expectation.count?.range ?? 1...Int.max
            var problem = count.contains(found.count) ? nil : countProblem(found)
            if request.inOrder, problem == nil {
                problem = position.advance(through: found, wanted: count.lowerBound, expectation: index + 1)
            }
            let wanted = "\(expectation.count?.words ?? "at least 1") × \(expectation.criteria.words(mask: mask))"
            return ExpectationOutcome(
                wanted: wanted, found: found.map(\.number), isMet: problem == nil, problem: problem,
                nearest: nearest[index])
        }
    }

    /// The exchanges that each expectation means. Each exchange is parsed once.
    private func finds(of expectations: [Expectation], within budget: SearchBudget) -> [[ExchangeOrder]] {
        var finds = [[ExchangeOrder]](repeating: [], count: expectations.count)
        for (place, entry) in entries.enumerated() {
            let request = diagnosis.request(entry)
            for (index, expectation) in expectations.enumerated()
            where budget.look(orElse: false, { expectation.criteria.accept(request, within: &$0) }) {
                finds[index].append(ExchangeOrder(number: entry.number, direction: entry.direction, place: place))
            }
        }
        return finds
    }

    /// The exchange that came closest to each of these expectations, by its index.
    private func nearest(
        to expectations: [(index: Int, expectation: Expectation)], within budget: SearchBudget
    ) -> [Int: NearMiss] {
        guard !expectations.isEmpty else { return [:] }
        let searches = expectations.map { NearMissSearch(criteria: $0.expectation.criteria, diagnosis: diagnosis) }
        var closest = [NearMissSearch.Miss?](repeating: nil, count: searches.count)
        for entry in entries {
            let request = diagnosis.request(entry)
            for (place, search) in searches.enumerated() {
                guard let miss = budget.look(orElse: nil, { search.miss(request, within: &$0) }) else { continue }
                if closest[place].map({ miss < $0 }) ?? true { closest[place] = miss }
            }
        }
        var nearest: [Int: NearMiss] = [:]
        for (place, search) in searches.enumerated() {
            nearest[expectations[place].index] = closest[place].map(search.shown)
        }
        return nearest
    }

    private func countProblem(_ found: [ExchangeOrder]) -> String {
        found.isEmpty
            ? "Found none among \(Self.count(entries.count))."
            : "Found \(found.count) among \(Self.count(entries.count)): \(Self.list(found))."
    }

    private static func count(_ requests: Int) -> String { requests == 1 ? "1 request" : "\(requests) requests" }

    /// The first ten, because a person reads the message.
    private static func list(_ found: [ExchangeOrder]) -> String {
        let numbers = found.map(\.words)
        let shown = numbers.prefix(10).joined(separator: ", ")
        let more = numbers.count > 10 ? " and \(numbers.count - 10) more" : ""
        return "\(numbers.count == 1 ? "request" : "requests") \(shown)\(more)"
    }
}

extension Verifier {
    /// How far the previous expectations got in the journal, if the order matters.
    private struct Position {
        private var last: (found: ExchangeOrder, expectation: Int)?

        /// Takes the first `wanted` requests after the position; returns what is wrong if there are fewer.
        mutating func advance(through found: [ExchangeOrder], wanted: Int, expectation: Int) -> String? {
            let later = found.filter { found in last.map { $0.found < found } ?? true }
            guard later.count >= wanted else {
                guard let last else { return nil }
                return "Found \(Verifier.list(found)), but only \(later.count) of the \(wanted) wanted after request "
                    + "\(last.found.words), which met expectation \(last.expectation)."
            }
            if wanted > 0 { last = (later[wanted - 1], expectation) }
            return nil
        }
    }
}
