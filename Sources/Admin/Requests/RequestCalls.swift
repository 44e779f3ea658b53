import HTTPTypes
import Kernel
import KernelHTTP

/// `/requests`
enum RequestCalls {
    @Sendable static func list(_ call: ControlCall) throws -> Reply {
        try list(call, RequestFilter(call.exchange.query))
    }

    @Sendable static func listUnmatched(_ call: ControlCall) throws -> Reply {
        var filter = try RequestFilter(call.exchange.query)
        filter.unmatched = true
        return try list(call, filter)
    }

    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        let number = call.parameter("number")
        let journal = try call.world().journal
        guard let entry = journal.entries.last(where: { String($0.number) == number }) else {
            throw ControlRefusal(
                .notFound, "The journal has no request \(number); \(journal.dropped) were dropped for want of room",
                code: "request.unknown")
        }
        return .json(.ok, ShownEntry(entry, mask: try mask(call)))
    }

    @Sendable static func clear(_ call: ControlCall) throws -> Reply {
        .json(.ok, ["removed": .integer(Int64(try call.world().journal.clear()))] as JSONValue)
    }

    private static func list(_ call: ControlCall, _ filter: RequestFilter) throws -> Reply {
        let mask = try mask(call)
        let journal = try call.world().journal
        let found = journal.entries.filter(filter.accepts)
        return .json(
            .ok,
            RequestList(
                requests: found.suffix(filter.limit).map { ShownEntry($0, mask: mask) }, total: found.count,
                dropped: journal.dropped))
    }

    private static func mask(_ call: ControlCall) throws(ControlRefusal) -> SecretMask {
        switch call.query("secrets") {
        case nil, "masked": .masking
        case "shown": .showing
        case .some(let other):
            throw .invalidQuery(["The query parameter secrets must be masked or shown, not \"\(other)\""])
        }
    }
}
