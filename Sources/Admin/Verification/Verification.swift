import HTTPTypes
import Kernel
import KernelHTTP

/// Compares a world's journal with what a test expects: `/verify`.
enum VerificationController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "verifyRequests", .post, "/verify", "Holds a world's exchanges against expectations", query: ["secrets"],
            workload: .long, handle: verify)
    ]

    @Sendable private static func verify(_ call: ControlCall) throws -> Reply {
        let request = try VerificationRequest.read(call)
        let world = try call.world()
        let mask = try call.secretMask()
        let entries = world.journal.entries
        let verifier = Verifier(
            entries: entries,
            diagnosis: Diagnosis(operations: call.worlds.operations, rules: [], mask: mask), mask: mask)
        let verification = Verification(
            outcomes: try verifier.outcomes(of: request),
            remarks: remarks(on: world, entries: entries.count, among: call))
        guard !verification.isMet else { return .json(.ok, verification) }
        return .json(.conflict, verification, reason: verification.refusal.reason)
    }

    /// A test may have looked into the wrong world, and a journal that is too small has forgotten requests.
    private static func remarks(
        on world: any ControlledWorld, entries: Int, among call: ControlCall
    ) -> [String] {
        var remarks: [String] = []
        let dropped = world.journal.dropped
        if dropped > 0 {
            remarks.append("The journal has dropped \(dropped) requests for want of room; see --journal-bytes.")
        }
        if entries == 0 {
            let others = call.worlds.worlds.filter { $0.requests > 0 }.prefix(5)
            let list = others.map { "\($0.name) (\($0.requests))" }.joined(separator: ", ")
            remarks.append(
                "No request came to the world \(world.name)." + (list.isEmpty ? "" : " Worlds with requests: \(list)."))
        }
        return remarks
    }
}

/// The body of `/verify`: one expectation, or a list of them.
struct VerificationRequest: Decodable, ObjectDescribed {
    static let objectDescription = ObjectDescription(
        Expectation.descriptions.merging([
            "expectations": "Several expectations, all of which must be met.",
            "inOrder": "Whether the requests must have come in the order of the expectations.",
        ]) { first, _ in first })

    private enum CodingKeys: String, CodingKey {
        case expectations, inOrder
    }

    /// What is expected; never empty once the body is read.
    let expectations: [Expectation]
    /// Whether the requests must have come in the order of the expectations.
    let inOrder: Bool
    private let isMixed: Bool

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let single = try Expectation(from: decoder)
        let several = try container.decodeIfPresent([Expectation].self, forKey: .expectations)
        inOrder = try container.decodeIfPresent(Bool.self, forKey: .inOrder) ?? false
        expectations = several ?? [single]
        isMixed = several != nil && (single.hasCount || single.criteria.isGiven)
    }

    /// Reads the body of a call. Throws `ControlRefusal` if it makes no sense.
    static func read(_ call: ControlCall) throws -> VerificationRequest {
        let request = try call.worlds.read(try call.document()) { (read: VerificationRequest) in
            read.expectations.map(\.criteria.pattern)
        }
        let complaints = request.complaints
        guard complaints.isEmpty else {
            throw ControlRefusal(
                .unprocessableContent, complaints.joined(separator: "; "), code: CommonReason.bodyInvalid,
                complaints: complaints)
        }
        return request
    }

    /// Each is held against every exchange.
    private static let most = 1000

    private var complaints: [String] {
        if isMixed { return ["give one expectation, or `expectations` with all of them inside"] }
        if expectations.isEmpty { return ["`expectations` needs one at least"] }
        if expectations.count > Self.most { return ["`expectations` has more than \(Self.most), which is the limit"] }
        return expectations.indices.filter { expectations[$0].count == nil }.map { index in
            "`expectations[\(index)]`: `exactly` excludes the others, and `atLeast` must not be more than `atMost`"
        }
    }
}

/// Whether a journal is as a test expects it, and why not: the message alone tells what to look at.
private struct Verification {
    /// An outcome for each expectation, in order.
    let outcomes: [ExpectationOutcome]
    /// What there is to say about the journal as a whole if an expectation is not met.
    let remarks: [String]

    /// Whether all is as expected.
    var isMet: Bool { outcomes.allSatisfy(\.isMet) }

    /// One line if all is as expected, otherwise several.
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
    /// `{verified, message, expectations}`, and `error` as in every refusal if an expectation is not met.
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
    /// Whether the count is right, and the order if that matters.
    let isMet: Bool
    /// What is wrong, in words; nil if nothing is.
    let problem: String?
    /// What came closest, if too few were found.
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
