import HTTPTypes
import Kernel
import KernelHTTP

/// `/rules` and `/rules/{id}`
enum RuleCalls {
    @Sendable static func list(_ call: ControlCall) throws -> Reply {
        .json(.ok, RuleList(rules: try call.world().rules.statuses))
    }

    @Sendable static func add(_ call: ControlCall) throws -> Reply {
        let rule = try call.worlds.readRule(try DocumentText.read(call))
        return .json(.created, try call.world().rules.add(rule))
    }

    @Sendable static func removeAll(_ call: ControlCall) throws -> Reply {
        .json(.ok, ["removed": .integer(Int64(try call.world().rules.removeAll()))] as JSONValue)
    }

    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        let id = call.parameter("id")
        let rules = try call.world().rules.statuses
        guard let rule = rules.first(where: { $0.id == id }) else { throw ControlRefusal.unknownRule(id, among: rules) }
        return .json(.ok, rule)
    }

    @Sendable static func remove(_ call: ControlCall) throws -> Reply {
        let id = call.parameter("id")
        let rules = try call.world().rules
        guard let rule = rules.remove(id: id) else { throw ControlRefusal.unknownRule(id, among: rules.statuses) }
        return .json(.ok, rule)
    }
}
