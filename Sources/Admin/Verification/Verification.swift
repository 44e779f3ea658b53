import HTTPTypes
import Kernel
import KernelHTTP

/// `/verify`
enum VerificationController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "verifyRequests", .post, "/verify", "Holds a world's exchanges against expectations", query: ["secrets"],
            handle: verify)
    ]

    @Sendable static func verify(_ call: ControlCall) throws -> Reply {
        let order = try VerificationRequest.read(call)
        let world = try call.world()
        let mask = try RequestController.mask(call)
        let entries = world.journal.entries
        let verifier = Verifier(
            entries: entries,
            diagnosis: Diagnosis(operations: call.worlds.operations, rules: [], mask: mask), mask: mask)
        let verification = Verification(
            outcomes: verifier.outcomes(of: order), remarks: remarks(on: world, entries: entries.count, among: call))
        guard !verification.isMet else { return .json(.ok, verification) }
        return .json(.conflict, verification, reason: verification.refusal.reason)
    }

    /// A test that looks into the wrong world finds nothing there, and a journal that was too small has forgotten.
    private static func remarks(
        on world: any ControlledWorld, entries: Int, among call: ControlCall
    ) -> [String] {
        var remarks: [String] = []
        let dropped = world.journal.dropped
        if dropped > 0 {
            remarks.append("The journal has dropped \(dropped) requests for want of room; see --journal-bytes.")
        }
        if entries == 0 {
            let others = call.worlds.worlds.filter { $0.journal.count > 0 }.prefix(5)
            let list = others.map { "\($0.name) (\($0.journal.count))" }.joined(separator: ", ")
            remarks.append(
                "No request came to the world \(world.name)." + (list.isEmpty ? "" : " Worlds with requests: \(list)."))
        }
        return remarks
    }
}

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
        ControlRefusal(.conflict, message, code: ControlReason.verifyNotMet, complaints: outcomes.compactMap(\.problem))
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
