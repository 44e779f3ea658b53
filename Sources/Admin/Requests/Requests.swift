import HTTPTypes
import Kernel
import KernelHTTP

/// The calls on a world's journal: `/requests`.
enum RequestController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "listRequests", .get, "/requests", "Lists a world's exchanges",
            query: RequestFilter.names + WaitTerms.names + ["secrets"], workload: .long, waiting: list),
        .control(
            "listUnmatchedRequests", .get, "/requests/unmatched", "Lists the exchanges that nothing was simulated for",
            query: RequestFilter.names + WaitTerms.names + ["secrets"], workload: .long, waiting: listUnmatched),
        .control(
            "findRequests", .post, "/requests/find", "Finds exchanges as rules find requests",
            query: WaitTerms.names + ["secrets"], workload: .long, waiting: find),
        .control(
            "countRequests", .post, "/requests/count", "Counts exchanges as rules find requests",
            query: WaitTerms.names, workload: .long, waiting: count),
        .control(
            "getRequest", .get, "/requests/{number}", "Shows one exchange", query: ["secrets"], workload: .long,
            handle: read),
        .control("clearRequests", .delete, "/requests", "Empties a world's journal", workload: .long, handle: clear),
        .control(
            "exportRequests", .get, "/requests.har", "Exports a world's exchanges as an HTTP Archive",
            query: RequestFilter.names + ["secrets"], workload: .long, waiting: archive),
    ]

    @Sendable private static func list(_ call: ControlCall) async throws -> Reply {
        let filter = try RequestFilter(call.exchange.query)
        let mask = try call.secretMask()
        return try await list(call, limit: filter.limit, filter.accepts) { ShownEntry($0, mask: mask) }
    }

    @Sendable private static func listUnmatched(_ call: ControlCall) async throws -> Reply {
        var filter = try RequestFilter(call.exchange.query)
        filter.unmatched = true
        let mask = try call.secretMask()
        let diagnosis = Diagnosis(
            operations: call.worlds.operations, rules: try call.world().rules.statuses, mask: mask)
        return try await list(call, limit: filter.limit, filter.accepts) {
            ShownEntry($0, mask: mask, nearest: diagnosis.nearest(to: $0))
        }
    }

    @Sendable private static func find(_ call: ControlCall) async throws -> Reply {
        let search = try RequestSearch.read(call)
        let mask = try call.secretMask()
        let budget = SearchBudget()
        return try await list(
            call, limit: search.limit ?? RequestFilter.usualLimit, within: budget,
            accepts(search.criteria, among: call, within: budget)
        ) { ShownEntry($0, mask: mask) }
    }

    @Sendable private static func count(_ call: ControlCall) async throws -> Reply {
        let criteria = try call.worlds.read(try call.document()) { (read: RequestCriteria) in [read.pattern] }
        let budget = SearchBudget()
        let accepts = accepts(criteria, among: call, within: budget)
        let journal = try call.world().journal
        let timedOut = try await WaitTerms(call.exchange.query).wait(on: journal, until: accepts)
        let count = journal.entries.count(where: accepts)
        try budget.check()
        return .json(.ok, RequestCount(count: count, dropped: journal.dropped, timedOut: timedOut))
    }

    @Sendable private static func read(_ call: ControlCall) throws -> Reply {
        let number = call.parameter("number")
        let world = try call.world()
        let wanted = Int(number).flatMap { "\($0)" == number ? $0 : nil }
        guard let entry = wanted.flatMap(world.journal.entry(ofRequest:)) else {
            throw ControlRefusal(
                .notFound,
                "The journal has no request \(number); \(world.journal.dropped) were dropped for want of room",
                code: ControlReason.requestUnknown)
        }
        let mask = try call.secretMask()
        let diagnosis = Diagnosis(operations: call.worlds.operations, rules: world.rules.statuses, mask: mask)
        let nearest = diagnosis.nearest(to: entry)
        if call.prefersPage {
            return RequestPage(entry, in: world, nearest: nearest, mask: mask, faq: try call.worlds.faq).page.reply()
        }
        return .json(.ok, ShownEntry(entry, mask: mask, nearest: nearest))
    }

    @Sendable private static func clear(_ call: ControlCall) throws -> Reply {
        .json(.ok, ["removed": .integer(Int64(try call.world().journal.clear()))] as JSONValue)
    }

    @Sendable private static func archive(_ call: ControlCall) async throws -> Reply {
        var filter = try RequestFilter(call.exchange.query)
        if call.query("limit") == nil { filter.limit = .max }
        let world = try call.world()
        let found = world.journal.entries.filter(filter.accepts).suffix(filter.limit)
        let log = HARLog(
            entries: found, world: world.name, version: call.worlds.version, mask: try call.secretMask())
        var reply = try await log.reply()
        reply.headers[.contentDisposition] = "attachment; filename=\"drydock-\(world.name).har\""
        return reply
    }

    private static func accepts(
        _ criteria: RequestCriteria, among call: ControlCall, within budget: SearchBudget
    ) -> @Sendable (JournalEntry) -> Bool {
        let operations = OperationPaths(call.worlds.operations)
        return { entry in
            budget.look(orElse: false) {
                criteria.accept(PastRequest(entry: entry, operations: operations), within: &$0)
            }
        }
    }

    private static func list(
        _ call: ControlCall, limit: Int, within budget: SearchBudget? = nil,
        _ accepts: @escaping @Sendable (JournalEntry) -> Bool,
        show: (JournalEntry) -> ShownEntry
    ) async throws -> Reply {
        let journal = try call.world().journal
        let timedOut = try await WaitTerms(call.exchange.query).wait(on: journal, until: accepts)
        let found = journal.entries.filter(accepts)
        try budget?.check()
        let end = JSONWriter.text(RequestListEnd(total: found.count, dropped: journal.dropped, timedOut: timedOut))
        return try await .json(
            before: "{\"requests\":[",
            elements: found.suffix(limit).map(show).map { shown in { @Sendable in JSONWriter.bytes(shown) } },
            after: "],\(end.dropFirst())")
    }
}

/// The body of `/requests/find`: criteria, and how many to show.
private struct RequestSearch: Decodable, ObjectDescribed {
    static let objectDescription = ObjectDescription(
        RequestCriteria.descriptions.merging(
            ["limit": FieldDescription("How many to show at most; the newest stay.", range: 1...Int.max)]
        ) { first, _ in first })

    private enum CodingKeys: String, CodingKey {
        case limit
    }

    let criteria: RequestCriteria
    /// How many to show at most; nil for the usual limit.
    let limit: Int?

    init(from decoder: any Decoder) throws {
        criteria = try RequestCriteria(from: decoder)
        limit = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Int.self, forKey: .limit)
    }

    /// Reads the body of a call.
    static func read(_ call: ControlCall) throws -> RequestSearch {
        try call.worlds.read(try call.document()) { [$0.criteria.pattern] }
    }
}

/// What stands in a list of exchanges behind those.
private struct RequestListEnd: JSONWritable {
    /// How many there are, also beyond the limit.
    let total: Int
    /// How many exchanges the journal dropped for want of room.
    let dropped: Int
    /// Whether a wait ended before there were as many as wanted; nil if the call did not wait.
    let timedOut: Bool?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("total", total)
            json.member("dropped", dropped)
            if let timedOut { json.member("timedOut", timedOut) }
        }
    }
}

/// How many exchanges there are of those that were asked for.
private struct RequestCount: JSONWritable {
    let count: Int
    /// How many exchanges the journal dropped for want of room.
    let dropped: Int
    /// Whether a wait ended before there were as many as wanted; nil if the call did not wait.
    let timedOut: Bool?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("count", count)
            json.member("dropped", dropped)
            if let timedOut { json.member("timedOut", timedOut) }
        }
    }
}
