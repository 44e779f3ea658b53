import HTTPTypes
import Kernel
import KernelHTTP

/// `/requests`
enum RequestController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "listRequests", .get, "/requests", "Lists a world's exchanges",
            query: RequestFilter.names + WaitTerms.names + ["secrets"], handle: list),
        .control(
            "listUnmatchedRequests", .get, "/requests/unmatched", "Lists the exchanges that nothing was simulated for",
            query: RequestFilter.names + WaitTerms.names + ["secrets"], handle: listUnmatched),
        .control(
            "findRequests", .post, "/requests/find", "Finds exchanges as rules find requests",
            query: WaitTerms.names + ["secrets"], handle: find),
        .control(
            "countRequests", .post, "/requests/count", "Counts exchanges as rules find requests",
            query: WaitTerms.names, handle: count),
        .control("getRequest", .get, "/requests/{number}", "Shows one exchange", query: ["secrets"], handle: read),
        .control("clearRequests", .delete, "/requests", "Empties a world's journal", handle: clear),
        .control(
            "exportRequests", .get, "/requests.har", "Exports a world's exchanges as an HTTP Archive",
            query: RequestFilter.names + ["secrets"], handle: archive),
    ]

    @Sendable static func list(_ call: ControlCall) async throws -> Reply {
        let filter = try RequestFilter(call.exchange.query)
        let mask = try mask(call)
        return try await list(call, limit: filter.limit, filter.accepts) { ShownEntry($0, mask: mask) }
    }

    @Sendable static func listUnmatched(_ call: ControlCall) async throws -> Reply {
        var filter = try RequestFilter(call.exchange.query)
        filter.unmatched = true
        let mask = try mask(call)
        let diagnosis = Diagnosis(
            operations: call.worlds.operations, rules: try call.world().rules.statuses, mask: mask)
        return try await list(call, limit: filter.limit, filter.accepts) {
            ShownEntry($0, mask: mask, nearest: diagnosis.nearest(to: $0))
        }
    }

    @Sendable static func find(_ call: ControlCall) async throws -> Reply {
        let search = try RequestSearch.read(call)
        let mask = try mask(call)
        return try await list(
            call, limit: search.limit ?? RequestFilter.usualLimit, accepts(search.criteria, among: call)
        ) { ShownEntry($0, mask: mask) }
    }

    @Sendable static func count(_ call: ControlCall) async throws -> Reply {
        let criteria = try call.worlds.read(try DocumentText.read(call)) { (read: RequestCriteria) in [read.pattern] }
        let accepts = accepts(criteria, among: call)
        let journal = try call.world().journal
        let timedOut = try await WaitTerms(call.exchange.query).wait(on: journal, until: accepts)
        let count = journal.entries.count(where: accepts)
        return .json(.ok, RequestCount(count: count, dropped: journal.dropped, timedOut: timedOut))
    }

    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        let number = call.parameter("number")
        let world = try call.world()
        guard let entry = world.journal.entries.last(where: { String($0.number) == number }) else {
            throw ControlRefusal(
                .notFound,
                "The journal has no request \(number); \(world.journal.dropped) were dropped for want of room",
                code: ControlReason.requestUnknown)
        }
        let mask = try mask(call)
        let diagnosis = Diagnosis(operations: call.worlds.operations, rules: world.rules.statuses, mask: mask)
        return .json(.ok, ShownEntry(entry, mask: mask, nearest: diagnosis.nearest(to: entry)))
    }

    @Sendable static func clear(_ call: ControlCall) throws -> Reply {
        .json(.ok, ["removed": .integer(Int64(try call.world().journal.clear()))] as JSONValue)
    }

    @Sendable static func archive(_ call: ControlCall) throws -> Reply {
        var filter = try RequestFilter(call.exchange.query)
        if call.query("limit") == nil { filter.limit = .max }
        let world = try call.world()
        let found = world.journal.entries.filter(filter.accepts).suffix(filter.limit)
        var reply = Reply.json(
            .ok,
            HARLog(entries: Array(found), world: world.name, version: call.worlds.version, mask: try mask(call)))
        reply.headers[.contentDisposition] = "attachment; filename=\"drydock-\(world.name).har\""
        return reply
    }

    /// Whether the call asks for secrets as they are.
    static func mask(_ call: ControlCall) throws(ControlRefusal) -> SecretMask {
        switch call.query("secrets") {
        case nil, "masked": .masking
        case "shown": .showing
        case .some(let other):
            throw .invalidQuery(["The query parameter secrets must be masked or shown, not \"\(other)\""])
        }
    }

    private static func accepts(
        _ criteria: RequestCriteria, among call: ControlCall
    ) -> @Sendable (JournalEntry) -> Bool {
        let operations = OperationPaths(call.worlds.operations)
        return { criteria.accept(PastRequest(entry: $0, operations: operations)) }
    }

    private static func list(
        _ call: ControlCall, limit: Int, _ accepts: @escaping @Sendable (JournalEntry) -> Bool,
        show: (JournalEntry) -> ShownEntry
    ) async throws -> Reply {
        let journal = try call.world().journal
        let timedOut = try await WaitTerms(call.exchange.query).wait(on: journal, until: accepts)
        let found = journal.entries.filter(accepts)
        return .json(
            .ok,
            RequestList(
                requests: found.suffix(limit).map(show), total: found.count, dropped: journal.dropped,
                timedOut: timedOut))
    }
}

/// The exchanges that were asked for, oldest first.
struct RequestList: JSONWritable {
    let requests: [ShownEntry]
    /// How many the filter let through, also those beyond the limit.
    let total: Int
    /// How many the journal's budget had to let go.
    let dropped: Int
    /// Whether a wait ended before as many were there as were wanted; nil where nobody waited.
    let timedOut: Bool?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("requests", requests)
            json.member("total", total)
            json.member("dropped", dropped)
            if let timedOut { json.member("timedOut", timedOut) }
        }
    }
}

/// How many exchanges there are of those that were asked for.
struct RequestCount: JSONWritable {
    let count: Int
    /// How many exchanges the journal's budget had to let go.
    let dropped: Int
    /// Whether a wait ended before as many were there as were wanted; nil where nobody waited.
    let timedOut: Bool?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("count", count)
            json.member("dropped", dropped)
            if let timedOut { json.member("timedOut", timedOut) }
        }
    }
}
