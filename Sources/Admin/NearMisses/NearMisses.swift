import HTTPTypes
import Kernel
import KernelHTTP

/// What came closest to a request that a test looks for: `/requests/near-misses`.
enum NearMissController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "findNearMisses", .post, "/requests/near-misses", "Finds the exchanges that came closest to what is wanted",
            query: ["secrets"], workload: .long, handle: find)
    ]

    @Sendable private static func find(_ call: ControlCall) throws -> Reply {
        let world = try call.world()
        let rules = world.rules.statuses
        let request = try NearMissRequest.read(call)
        let criteria = try request.criteria(among: rules)
        let entries = world.journal.entries
        let diagnosis = Diagnosis(
            operations: call.worlds.operations, rules: rules, mask: try call.secretMask())
        let search = NearMissSearch(criteria: criteria, diagnosis: diagnosis)
        let budget = SearchBudget()
        var found = 0
        var misses: [NearMissSearch.Miss] = []
        for entry in entries {
            let request = diagnosis.request(entry)
            if budget.look(orElse: false, { criteria.accept(request, within: &$0) }) {
                found += 1
            } else if let miss = budget.look(orElse: nil, { search.miss(request, within: &$0) }) {
                misses.append(miss)
            }
        }
        try budget.check()
        let closest = misses.sorted(by: <).prefix(request.limit).map(search.shown)
        return .json(.ok, NearMissList(nearMisses: closest, found: found))
    }
}

/// The body of `/requests/near-misses`: criteria, or a rule whose criteria are meant.
private struct NearMissRequest: Decodable, ObjectDescribed {
    static let objectDescription = ObjectDescription(
        RequestCriteria.descriptions.merging([
            "rule": "The id of a rule of the world, in place of on and when.",
            "limit": FieldDescription("How many to show at most; the closest come first.", range: 1...Int.max),
        ]) { first, _ in first })

    private enum CodingKeys: String, CodingKey {
        case rule, limit
    }

    private var given: RequestCriteria
    private let rule: String?
    /// How many to show at most.
    let limit: Int

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        given = try RequestCriteria(from: decoder)
        rule = try container.decodeIfPresent(String.self, forKey: .rule)
        limit = try container.decodeIfPresent(Int.self, forKey: .limit) ?? 3
    }

    /// Reads the body of a call.
    static func read(_ call: ControlCall) throws -> NearMissRequest {
        try call.worlds.read(try call.document()) { (read: NearMissRequest) in [read.given.pattern] }
    }

    /// What is looked for; the rule's own criteria if one is named.
    func criteria(among rules: [RuleStatus]) throws(ControlRefusal) -> RequestCriteria {
        guard let id = rule else { return given }
        guard given.on == nil, given.when == nil else {
            throw ControlRefusal(
                .unprocessableContent, "A rule says on and when itself; leave them out", code: CommonReason.bodyInvalid)
        }
        guard let rule = rules.first(where: { $0.id == id }) else {
            throw .unknownRule(id, among: rules)
        }
        var criteria = given
        criteria.on = rule.rule.on
        criteria.when = rule.rule.when
        return criteria
    }
}

/// The exchanges that came closest to what is looked for, the closest first.
private struct NearMissList: JSONWritable {
    let nearMisses: [NearMiss]
    /// How many exchanges are what is looked for.
    let found: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("nearMisses", nearMisses)
            json.member("found", found)
        }
    }
}

/// An exchange that is not what is looked for, and how it differs.
struct NearMiss {
    let entry: JournalEntry
    /// What differs; never empty.
    let differences: [ShownMismatch]
    /// How much it differs.
    let distance: Int
    /// Method and path as they may be shown.
    let line: String

    /// For example `request 4, POST /v1/sessions (anchor.createSession, 200): body.mode: wanted "a", got "b"`.
    var words: String {
        let operation = entry.operation.map { "\($0), " } ?? ""
        let first = differences.first.map { ": \($0.words)" } ?? ""
        let more = differences.count > 1 ? ", and \(differences.count - 1) more" : ""
        return "\(entry.nameInWords), \(line) (\(operation)\(entry.response.status.code))\(first)\(more)"
    }
}

extension NearMiss: JSONWritable {
    /// `{request, method, path, operation, status, differences, message}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("request", entry.number)
            json.member("method", entry.request.method.rawValue)
            json.member("path", String(line.drop { $0 != " " }.dropFirst()))
            json.member("operation", entry.operation)
            json.member("status", entry.response.status.code)
            json.member("differences", differences)
            json.member("message", words)
        }
    }
}

/// Finds the exchanges that came closest to what is looked for.
struct NearMissSearch {
    let criteria: RequestCriteria
    let diagnosis: Diagnosis

    /// Another operation counts as much as so many other differences.
    private static let operationWeight = 4
    private static let pathWeight = 2

    /// An exchange that is not what is looked for, before it is put into words: of many only the closest are shown.
    struct Miss: Comparable {
        fileprivate let entry: JournalEntry
        fileprivate let mismatches: [RequestMismatch]
        fileprivate let nearPath: ShownMismatch?
        fileprivate let distance: Int

        /// The closer one comes first, and of those that are equally close the newer one.
        static func < (left: Miss, right: Miss) -> Bool {
            (left.distance, right.entry.number) < (right.distance, left.entry.number)
        }

        static func == (left: Miss, right: Miss) -> Bool {
            left.distance == right.distance && left.entry.number == right.entry.number
        }
    }

    /// How an exchange differs from what is looked for; nil if it does not, or comes too early.
    func miss(_ request: PastRequest, within budget: inout MatchBudget) -> Miss? {
        let entry = request.entry
        guard budget.spend(Self.look), criteria.acceptsPosition(of: entry) else { return nil }
        let mismatches = criteria.pattern.mismatches(operation: entry.operation, subject: request, within: &budget)
        let isElsewhere = mismatches.contains { $0.part == .operation }
        let nearPath = isElsewhere ? nearPath(of: entry) : nil
        var distance = mismatches.count + differencesOfAnswer(entry).count
        if isElsewhere { distance += (nearPath == nil ? Self.operationWeight : Self.pathWeight) - 1 }
        guard distance > 0 else { return nil }
        return Miss(entry: entry, mismatches: mismatches, nearPath: nearPath, distance: distance)
    }

    /// What it takes to look at one exchange, in steps.
    private static let look = 20

    /// The same in words.
    func shown(_ miss: Miss) -> NearMiss {
        let differences = miss.mismatches.map { mismatch in
            (mismatch.part == .operation ? miss.nearPath : nil) ?? diagnosis.shown(mismatch)
        }
        let entry = miss.entry
        return NearMiss(
            entry: entry, differences: differences + differencesOfAnswer(entry), distance: miss.distance,
            line: diagnosis.line(of: entry))
    }

    private func differencesOfAnswer(_ entry: JournalEntry) -> [ShownMismatch] {
        var differences: [ShownMismatch] = []
        let status = entry.response.status.code
        if let wanted = criteria.status, !wanted.matches(status) {
            differences.append(ShownMismatch(field: "status", wanted: "\(wanted)", got: "\(status)"))
        }
        if let wanted = criteria.reason, !entry.hasReason(wanted) {
            differences.append(
                ShownMismatch(field: "reason", wanted: "\(wanted)", got: entry.reason?.code ?? "none"))
        }
        return differences
    }

    /// The path of the operation that is looked for, if a request reached none and came closest to that one.
    private func nearPath(of entry: JournalEntry) -> ShownMismatch? {
        guard let nearest = diagnosis.nearestOperation(to: entry),
            criteria.on?.matches(nearest.endpoint.name) ?? false
        else { return nil }
        let got = "\(diagnosis.line(of: entry)): \(nearest.differences.joined(separator: "; "))"
        return ShownMismatch(
            field: "path", wanted: nearest.endpoint.place, got: got)
    }
}
