import Kernel
import KernelHTTP

/// Compares a journal with expectations.
struct Verifier {
    let entries: [JournalEntry]
    let diagnosis: Diagnosis
    let mask: SecretMask

    /// What became of each expectation, in order.
    func outcomes(of request: VerificationRequest) -> [ExpectationOutcome] {
        var position = Position()
        return zip(1..., request.expectations).map { number, expectation in
            let found = entries.filter { expectation.criteria.accept(diagnosis.request($0)) }.map(\.number)
            // Reading the body refuses an expectation whose count is nil.
            let count = expectation.count?.range ?? 1...Int.max
            var problem = count.contains(found.count) ? nil : countProblem(found)
            if request.inOrder, problem == nil {
                problem = position.advance(through: found, wanted: count.lowerBound, expectation: number)
            }
            let wanted = "\(expectation.count?.words ?? "at least 1") × \(expectation.criteria.words(mask: mask))"
            return ExpectationOutcome(
                wanted: wanted, found: found, isMet: problem == nil, problem: problem,
                nearest: found.count < count.lowerBound ? nearest(to: expectation) : nil)
        }
    }

    private func nearest(to expectation: Expectation) -> NearMiss? {
        NearMissSearch(criteria: expectation.criteria, diagnosis: diagnosis).closest(among: entries, limit: 1).first
    }

    private func countProblem(_ found: [Int]) -> String {
        found.isEmpty
            ? "Found none among \(Self.count(entries.count))."
            : "Found \(found.count) among \(Self.count(entries.count)): \(Self.list(found))."
    }

    private static func count(_ requests: Int) -> String { requests == 1 ? "1 request" : "\(requests) requests" }

    /// The first ten, because a person reads the message.
    private static func list(_ numbers: [Int]) -> String {
        let shown = numbers.prefix(10).map(String.init).joined(separator: ", ")
        let more = numbers.count > 10 ? " and \(numbers.count - 10) more" : ""
        return "\(numbers.count == 1 ? "request" : "requests") \(shown)\(more)"
    }
}

extension Verifier {
    /// How far the previous expectations got in the journal, if the order matters.
    private struct Position {
        private var last: (number: Int, expectation: Int)?

        /// Takes the first `wanted` requests after the position; returns what is wrong if there are fewer.
        mutating func advance(through found: [Int], wanted: Int, expectation: Int) -> String? {
            let later = found.filter { $0 > last?.number ?? 0 }
            guard later.count >= wanted else {
                guard let last else { return nil }
                return "Found \(Verifier.list(found)), but only \(later.count) of the \(wanted) wanted after request "
                    + "\(last.number), which met expectation \(last.expectation)."
            }
            if wanted > 0 { last = (later[wanted - 1], expectation) }
            return nil
        }
    }
}
