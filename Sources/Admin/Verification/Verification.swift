import HTTPTypes
import Kernel

/// Whether a journal is as a test expects it, and if not, why, so that the message alone tells what to look at.
struct Verification {
    /// One for each expectation, in order.
    let outcomes: [ExpectationOutcome]
    /// What there is to say about the journal as a whole, where an expectation is not met.
    let remarks: [String]

    /// Whether all is as expected.
    var isMet: Bool { outcomes.allSatisfy(\.isMet) }

    /// Several lines where something is not as expected.
    var message: String {
        let failed = outcomes.filter { !$0.isMet }
        if failed.isEmpty {
            return outcomes.count == 1 ? "The expectation is met." : "All \(outcomes.count) expectations are met."
        }
        let title =
            outcomes.count == 1
            ? "The expectation is not met." : "\(failed.count) of \(outcomes.count) expectations are not met."
        return ([title] + lines + remarks).joined(separator: "\n")
    }

    /// The refusal of an unmet verification.
    var refusal: ControlRefusal {
        ControlRefusal(.conflict, message, code: "verify.notMet", complaints: outcomes.compactMap(\.problem))
    }

    private var lines: [String] {
        zip(1..., outcomes).flatMap { number, outcome -> [String] in
            guard let problem = outcome.problem else { return [] }
            let mark = outcomes.count == 1 ? "" : "\(number). "
            let nearest = outcome.nearest.map { ["   Closest: \($0.words)"] } ?? []
            return ["\(mark)Wanted \(outcome.wanted)", "   \(problem)"] + nearest
        }
    }
}

extension Verification: JSONWritable {
    /// `{verified, message, expectations}`, and `error` as in every refusal where it is not met.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("verified", isMet)
            json.member("message", message)
            json.member("expectations", outcomes)
            if !isMet { json.member("error", object: refusal.writeMembers) }
        }
    }
}
