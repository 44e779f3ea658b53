import HTTPTypes
import Kernel

/// The body of `/requests/near-misses`: criteria, or a rule whose criteria are meant.
struct NearMissOrder: Decodable, ObjectDescribed {
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
    static func read(_ call: ControlCall) throws -> NearMissOrder {
        try call.worlds.read(try DocumentText.read(call)) { (order: NearMissOrder) in [order.given.pattern] }
    }

    /// What is looked for; the rule's own words where one is named.
    func criteria(among rules: [RuleStatus]) throws(ControlRefusal) -> RequestCriteria {
        guard let id = rule else { return given }
        guard given.on == nil, given.when == nil else {
            throw ControlRefusal(
                .unprocessableContent, "A rule says on and when itself; leave them out", code: "body.invalid")
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
