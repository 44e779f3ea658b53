import HTTPTypes
package import Kernel
import KernelHTTP

/// The calls on a world's rules: `/rules` and `/rules/{id}`.
enum RuleController {
    static let routes: [Route<ControlContext>] = [
        .control("listRules", .get, "/rules", "Lists a world's rules", workload: .long, handle: list),
        .control("addRule", .post, "/rules", "Adds a rule before all others", workload: .long, handle: add),
        .control("removeRules", .delete, "/rules", "Removes all rules", workload: .long, handle: removeAll),
        .control("getRule", .get, "/rules/{id}", "Shows a rule and how it fared", workload: .long, handle: read),
        .control("removeRule", .delete, "/rules/{id}", "Removes a rule", workload: .long, handle: remove),
    ]

    @Sendable private static func list(_ call: ControlCall) throws -> Reply {
        .json(.ok, RuleList(rules: try call.world().rules.statuses))
    }

    @Sendable private static func add(_ call: ControlCall) throws -> Reply {
        let rule = try call.worlds.readRule(try call.document())
        guard let added = try call.world().rules.addIfRoom(rule) else { throw ControlRefusal.tooManyRules }
        return .json(.created, added)
    }

    @Sendable private static func removeAll(_ call: ControlCall) throws -> Reply {
        .json(.ok, ["removed": .integer(Int64(try call.world().rules.removeAll()))] as JSONValue)
    }

    @Sendable private static func read(_ call: ControlCall) throws -> Reply {
        let id = call.parameter("id")
        let rules = try call.world().rules.statuses
        guard let rule = rules.first(where: { $0.id == id }) else { throw ControlRefusal.unknownRule(id, among: rules) }
        return .json(.ok, rule)
    }

    @Sendable private static func remove(_ call: ControlCall) throws -> Reply {
        let id = call.parameter("id")
        let rules = try call.world().rules
        guard let rule = rules.remove(id: id) else { throw ControlRefusal.unknownRule(id, among: rules.statuses) }
        return .json(.ok, rule)
    }
}

/// How the control plane reads rules and patterns of requests: as scenario files are read, with the same complaints.
package protocol ControlledRules: Sendable {
    /// Reads a rule from YAML or JSON. Throws `ControlRefusal` with every complaint and its place.
    func readRule(_ text: String) throws -> Rule
    /// Reads any other document from YAML or JSON as strictly. Throws `ControlRefusal` with every complaint and its place.
    ///
    /// - Parameter patterns: the patterns in the document; the operations that they name must exist.
    func read<Document: Decodable>(_ text: String, patterns: (Document) -> [RequestPattern]) throws -> Document
}

/// A world's rules, in the order in which they are asked.
private struct RuleList: JSONWritable {
    let rules: [RuleStatus]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("rules", rules) }
    }
}

extension ControlRefusal {
    /// The world has as many rules as it may.
    fileprivate static var tooManyRules: ControlRefusal {
        ControlRefusal(
            .unprocessableContent, "The world has \(RuleBookState.most) rules, as many as it may; delete some",
            code: ControlReason.ruleTooMany)
    }

    /// The world has no rule of this id. If one has nearly that id, the message says which.
    static func unknownRule(_ id: String, among rules: [RuleStatus]) -> ControlRefusal {
        ControlRefusal(
            .notFound, "The world has no rule \(id)" + TextSuggestion.question(about: id, among: rules.map(\.id)),
            code: ControlReason.ruleUnknown)
    }
}
